/**
 * Looks for objects in the cluster with kubectl. It reads only their metadata, so that the content of a secret never
 * leaves the cluster.
 */
import * as z from "zod";
import { runCommand, type RunCommand } from "../../clients/system/command";
import type { Environment } from "../../config/environment";

/** The object to look for. */
export interface ObjectName {
  /** The resource type for kubectl: `namespace`, `configmap`. */
  readonly kind: string;
  readonly name: string;
  /** Undefined for an object without a namespace. */
  readonly namespace?: string;
}

const metadataSchema = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  deletionTimestamp: z.string().optional(),
});
/** The metadata of an object that exists. */
export type ObjectMetadata = z.infer<typeof metadataSchema>;

/** Read-only access to the cluster. Each function throws the error of kubectl. */
export interface Kubernetes {
  /** Undefined if the object does not exist. */
  readonly get: (object: ObjectName) => Promise<ObjectMetadata | undefined>;
  /** Secrets with all of these labels. */
  readonly secrets: (
    namespace: string,
    labels: Readonly<Record<string, string>>,
  ) => Promise<readonly ObjectMetadata[]>;
  /** Custom resource definitions. */
  readonly definitions: () => Promise<readonly ObjectMetadata[]>;
}

/** Prints the metadata of each object of a list on a line of its own. */
const eachMetadata = '-o=jsonpath={range .items[*]}{.metadata}{"\\n"}{end}';

interface KubectlOptions {
  readonly kubeconfig: string;
  /** The whole environment of kubectl: it inherits nothing else. */
  readonly env: Environment;
  readonly cwd: string;
  /** @default starts kubectl */
  readonly execute?: RunCommand;
}

/** Access through kubectl. */
export function kubectl({ kubeconfig, env, cwd, execute = runCommand }: KubectlOptions): Kubernetes {
  const list = async (...args: readonly string[]): Promise<ObjectMetadata[]> => {
    const command = ["kubectl", "--kubeconfig", kubeconfig, "--request-timeout=20s", "get", ...args] as const;
    const { status, stdout, stderr } = await execute(command, { cwd, env, timeoutMs: 60_000 });
    if (status !== 0) throw new Error(stderr.trim());
    return stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => metadataSchema.parse(JSON.parse(line)));
  };
  return {
    get: async ({ kind, name, namespace }) => {
      const where = namespace === undefined ? [] : ["--namespace", namespace];
      const [found] = await list(kind, name, ...where, "--ignore-not-found", "-o=jsonpath={.metadata}");
      return found;
    },
    secrets: (namespace, labels) =>
      list(
        "secrets",
        "--namespace",
        namespace,
        `--selector=${Object.entries(labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(",")}`,
        eachMetadata,
      ),
    definitions: () => list("customresourcedefinitions", eachMetadata),
  };
}
