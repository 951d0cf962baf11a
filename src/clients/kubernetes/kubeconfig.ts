/**
 * Writes a kubeconfig for the cluster, as `aws eks update-kubeconfig` does. It contains no token, but the command that
 * creates one. Other entries of the user's file stay unchanged, and a file that cannot be parsed is not written.
 */
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { DescribeClusterCommand, EKSClient, ResourceNotFoundException } from "@aws-sdk/client-eks";
import { isMap, isSeq, parseDocument, type Document } from "yaml";
import { messageOf } from "../system/error-message";
import type { Config } from "../../config/config";
import { awsAccess } from "../aws/aws-access";
import { connectionProblem } from "../aws/aws-client";
import { connectionFix } from "../aws/aws-errors";
import type { Environment } from "../../config/environment";
import { makeFolder } from "../system/make-folder";
import { replaceFile } from "../system/replace-file";

interface ClusterOptions {
  readonly config: Pick<Config, "name" | "region">;
  /** Holds or names the credentials. */
  readonly env: Environment;
}

interface KubeconfigOptions extends ClusterOptions {
  /** @default the first file of KUBECONFIG, else `~/.kube/config` */
  readonly path?: string;
  /** @default the cluster's ARN */
  readonly context?: string;
}

type KubeconfigResult =
  | { readonly ok: true; readonly path: string; readonly context: string; readonly changed: boolean }
  | ({ readonly ok: false } & KubeconfigFailure);

interface KubeconfigFailure {
  readonly code: KubeconfigCode;
  readonly message: string;
  readonly fix: string;
}

export type KubeconfigCode =
  "aws-refused" | "aws-unreachable" | "cluster-missing" | "home-unknown" | "kubeconfig-unreadable";

/** Adds or updates the cluster's entries in the file, and makes it the current context. */
export async function kubeconfig(options: KubeconfigOptions): Promise<KubeconfigResult> {
  const { config, env } = options;
  let cluster: Cluster | undefined;
  try {
    cluster = await describe(options);
  } catch (error) {
    return { ok: false, ...describeFailure(error) };
  }
  if (cluster === undefined) {
    return {
      ok: false,
      code: "cluster-missing",
      message: `there is no cluster ${config.name} in ${config.region} that answers yet`,
      fix: "deploy the stage eks first, with the credentials of the same account",
    };
  }
  const given = options.path ?? defaultPath(env);
  if (given === undefined) {
    const fix = "set HOME, or KUBECONFIG to the file to write";
    return { ok: false, code: "home-unknown", message: "no home directory is known", fix };
  }
  const path = withoutLinks(given);
  const document = readKubeconfig(textOf(path));
  if (typeof document === "string") {
    return {
      ok: false,
      code: "kubeconfig-unreadable",
      message: `${path} is not a kubeconfig: ${document}`,
      fix: "correct it, or set KUBECONFIG to another file",
    };
  }
  const context = options.context ?? cluster.arn;
  const changed = updateEntries(document, entriesOf(cluster, context, options));
  if (changed) {
    makeFolder(dirname(path), 0o700);
    replaceFile(path, document.toString({ lineWidth: 0 }), 0o600);
  }
  return { ok: true, path, context, changed };
}

interface TemporaryKubeconfig {
  readonly path: string;
  readonly remove: () => void;
}

/**
 * Writes a kubeconfig for glrunner's own kubectl calls, separate from the user's file.
 * @returns undefined if the cluster does not exist or has no address yet
 */
export async function temporaryKubeconfig(options: ClusterOptions): Promise<TemporaryKubeconfig | undefined> {
  const cluster = await describe(options);
  if (cluster === undefined) return undefined;
  const document = newKubeconfig();
  updateEntries(document, entriesOf(cluster, cluster.arn, options));
  // mkdtemp makes it readable by its owner only.
  const folder = mkdtempSync(join(tmpdir(), "glrunner-kubeconfig-"));
  const path = join(folder, "config");
  writeFileSync(path, document.toString({ lineWidth: 0 }), { mode: 0o600 });
  return {
    path,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Cluster {
  readonly arn: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
}

/** Undefined if the cluster does not exist or has no address yet. @throws any other error of AWS */
async function describe({ config, env }: ClusterOptions): Promise<Cluster | undefined> {
  const client = new EKSClient(awsAccess(config.region, env));
  try {
    const { cluster } = await client.send(new DescribeClusterCommand({ name: config.name }));
    const { arn, endpoint, certificateAuthority } = cluster ?? {};
    if (arn === undefined || endpoint === undefined || certificateAuthority?.data === undefined)
      return undefined;
    return { arn, endpoint, certificateAuthority: certificateAuthority.data };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

/** Explains why AWS did not describe the cluster: it was not reachable, or it refused the call. */
export function describeFailure(error: unknown): KubeconfigFailure {
  const unreached = connectionProblem(error);
  return unreached === undefined
    ? {
        code: "aws-refused",
        message: messageOf(error),
        fix: "log in to AWS again, then run the same command",
      }
    : { code: "aws-unreachable", message: unreached, fix: connectionFix };
}

const lists = ["clusters", "users", "contexts"] as const;
type Entry = { readonly name: string } & Readonly<Record<string, unknown>>;
type Entries = Readonly<Record<(typeof lists)[number], Entry>>;

function entriesOf(
  { arn, endpoint, certificateAuthority }: Cluster,
  context: string,
  options: ClusterOptions,
): Entries {
  const { config, env } = options;
  const profile = env.AWS_PROFILE ?? "";
  // kubectl needs JSON, whatever output format the user has set for aws.
  const names = ["--region", config.region, "--cluster-name", config.name];
  const args = ["eks", "get-token", ...names, "--output", "json"];
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args,
    ...(profile !== "" && { env: [{ name: "AWS_PROFILE", value: profile }] }),
  };
  const cluster = { "certificate-authority-data": certificateAuthority, server: endpoint };
  return {
    clusters: { name: arn, cluster },
    users: { name: arn, user: { exec } },
    contexts: { name: context, context: { cluster: arn, user: arn } },
  };
}

function newKubeconfig(): Document.Parsed {
  return parseDocument(
    "apiVersion: v1\nkind: Config\npreferences: {}\nclusters: []\nusers: []\ncontexts: []\n",
  );
}

/** Returns the reason if the text is not usable. It never quotes the text, as parser errors do: the file may hold secrets. */
function readKubeconfig(text: string): Document.Parsed | string {
  if (text.trim() === "") return newKubeconfig();
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) return `${error.code} at line ${error.linePos?.[0].line ?? "unknown"}`;
  if (!isMap(document.contents)) return "it is not a mapping";
  for (const list of lists) {
    const value = document.get(list);
    if (value === undefined || value === null) continue;
    if (!isSeq(value) || !value.items.every(isMap)) return `${list} is not a list of mappings`;
  }
  return document;
}

/** Returns whether it changed the document. An entry that is already correct keeps its formatting. */
function updateEntries(document: Document.Parsed, entries: Entries): boolean {
  const changed = lists.filter((list) => updateEntry(document, list, entries[list])).length > 0;
  const context = entries.contexts.name;
  if (document.get("current-context") === context) return changed;
  document.set("current-context", context);
  return true;
}

function updateEntry(document: Document.Parsed, list: (typeof lists)[number], entry: Entry): boolean {
  const existing = document.get(list);
  const items = isSeq(existing) ? existing.items : [];
  const index = items.findIndex((item) => isMap(item) && item.get("name") === entry.name);
  const item = items[index];
  if (isMap(item) && isDeepStrictEqual(item.toJS(document), entry)) return false;
  if (items.length === 0) document.set(list, document.createNode([entry]));
  else document.setIn([list, index < 0 ? items.length : index], document.createNode(entry));
  return true;
}

function defaultPath(env: Environment): string | undefined {
  const [first] = (env.KUBECONFIG ?? "").split(delimiter).filter((path) => path.trim() !== "");
  return first ?? (env.HOME === undefined ? undefined : join(env.HOME, ".kube", "config"));
}

/** Follows symbolic links, so that writing does not replace a link. */
function withoutLinks(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // The file does not exist yet.
    return path;
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
