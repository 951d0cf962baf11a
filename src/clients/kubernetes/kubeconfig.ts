/**
 * The way to the cluster for kubectl, as `aws eks update-kubeconfig` writes it: no token, but the command that makes
 * one. What else a user's file holds stays as it is, and a file that cannot be read as a whole is not touched.
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
  /** Leads to the credentials. */
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

/** Adds the cluster to the file, or brings its entry up to date, and makes it the current context. */
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
  const path = resolved(given);
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
  const changed = enter(document, entriesOf(cluster, context, options));
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
 * For our own calls of kubectl, apart from the user's file.
 * @returns undefined when there is no cluster that answers
 */
export async function temporaryKubeconfig(options: ClusterOptions): Promise<TemporaryKubeconfig | undefined> {
  const cluster = await describe(options);
  if (cluster === undefined) return undefined;
  const document = newKubeconfig();
  enter(document, entriesOf(cluster, cluster.arn, options));
  // Its owner's alone.
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

/** Undefined when it does not exist, or is not far enough to have an address. @throws what AWS says else */
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

/** Why AWS did not describe the cluster: it was not reached, or it refused the call. */
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
  // Whatever format the user has chosen for aws, kubectl reads JSON.
  const args = [
    "eks",
    "get-token",
    "--region",
    config.region,
    "--cluster-name",
    config.name,
    "--output",
    "json",
  ];
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

/** Why it cannot be used, when it cannot. What it holds is a secret: parser errors quote it, so only their place is told. */
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

/** Whether anything is new. Of an entry that is as it should be, not even the form is touched. */
function enter(document: Document.Parsed, entries: Entries): boolean {
  const changed = lists.filter((list) => enterOne(document, list, entries[list])).length > 0;
  const context = entries.contexts.name;
  if (document.get("current-context") === context) return changed;
  document.set("current-context", context);
  return true;
}

function enterOne(document: Document.Parsed, list: (typeof lists)[number], entry: Entry): boolean {
  const found = document.get(list);
  const items = isSeq(found) ? found.items : [];
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

/** A link stays one. */
function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there yet.
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
