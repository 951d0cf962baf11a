/**
 * Asks the cluster whether an object exists, through kubectl, with a kubeconfig that is given. Only an object's
 * metadata is ever read: what a secret holds does not leave the cluster.
 */
import * as z from "zod";
import { runCommand, type RunCommand } from "../../clients/system/command";
import type { Environment } from "../../config/environment";

export interface ObjectName {
  /** As kubectl takes it: `namespace`, `configmap`. */
  readonly kind: string;
  readonly name: string;
  /** Undefined for what belongs to no namespace. */
  readonly namespace?: string;
}

const metadataSchema = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  annotations: z.record(z.string(), z.string()).default({}),
  deletionTimestamp: z.string().optional(),
});
export type ObjectMetadata = z.infer<typeof metadataSchema>;

export interface Kubernetes {
  /** Undefined when there is none. */
  readonly get: (object: ObjectName) => Promise<ObjectMetadata | undefined>;
  /** Secrets that carry all of the labels. */
  readonly secrets: (
    namespace: string,
    labels: Readonly<Record<string, string>>,
  ) => Promise<readonly ObjectMetadata[]>;
  /** Custom resource definitions. */
  readonly definitions: () => Promise<readonly ObjectMetadata[]>;
}

/** Prints the metadata of each object of a list, a line each. */
const eachMetadata = '-o=jsonpath={range .items[*]}{.metadata}{"\\n"}{end}';

interface KubectlOptions {
  readonly kubeconfig: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Environment;
  readonly cwd: string;
  /** @default starts kubectl */
  readonly execute?: RunCommand;
}

/** Its functions throw what kubectl said when it could not ask. */
export function kubectl({ kubeconfig, env, cwd, execute = runCommand }: KubectlOptions): Kubernetes {
  const ask = async (...args: readonly string[]): Promise<ObjectMetadata[]> => {
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
      const [found] = await ask(kind, name, ...where, "--ignore-not-found", "-o=jsonpath={.metadata}");
      return found;
    },
    secrets: (namespace, labels) =>
      ask(
        "secrets",
        "--namespace",
        namespace,
        `--selector=${Object.entries(labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(",")}`,
        eachMetadata,
      ),
    definitions: () => ask("customresourcedefinitions", eachMetadata),
  };
}
