/**
 * What runs in the cluster and would be left hanging: jobs, nodes that nobody would remove any more, and load
 * balancers that only a controller in the cluster deletes. Asked with kubectl, as the user would.
 */
import { tmpdir } from "node:os";
import * as z from "zod";
import { jobLabel } from "../../config/labels";
import { runCommand } from "../command";
import { poolTags } from "../sweep/proofs";
import { blockedBy, type Blocker } from "./blocker";

export interface KubernetesCall {
  /** A file's path. */
  readonly kubeconfig: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

const objectSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({ type: z.string().optional() }).optional(),
  status: z
    .object({
      phase: z.string().optional(),
      loadBalancer: z.object({ ingress: z.array(z.unknown()).optional() }).optional(),
    })
    .optional(),
});
type KubernetesObject = z.infer<typeof objectSchema>;
const listSchema = z.object({ items: z.array(objectSchema) });

export function runningJobs(call: KubernetesCall): Promise<Blocker[]> {
  return asking(call, "job pods", ["pods", "--all-namespaces", "--selector", jobLabel], (pods) => {
    const ended = ["Succeeded", "Failed"];
    const running = pods.filter(({ status }) => !ended.includes(status?.phase ?? ""));
    return blockedBy(
      running.map(fullName),
      "job pods have not ended",
      "pause the runners in GitLab and wait for their jobs to end, or cancel them there; then run the same command again",
    );
  });
}

/** @param ownPools those that Terraform removes and waits for while the controller lives */
export async function strayNodes(call: KubernetesCall, ownPools: readonly string[]): Promise<Blocker[]> {
  const found = await Promise.all(
    ["nodes", "nodeclaims.karpenter.sh"].map((resource) =>
      asking(call, resource, [resource], (objects) => {
        const stray = objects.filter(({ metadata: { labels } }) => {
          const pool = poolOf(labels);
          return pool !== undefined && !ownPools.includes(pool);
        });
        return blockedBy(
          stray.map(fullName),
          `${resource} of Karpenter are of no pool that this stage waits for`,
          "delete their node pools (kubectl delete nodepools.karpenter.sh NAME, of old versions provisioners.karpenter.sh) and wait until they are gone: after the controller nothing would remove them",
        );
      }),
    ),
  );
  return found.flat();
}

export async function balancedServices(call: KubernetesCall): Promise<Blocker[]> {
  const found = await Promise.all(
    [
      { resource: "services", has: ({ spec }: KubernetesObject) => spec?.type === "LoadBalancer" },
      { resource: "ingresses.networking.k8s.io", has: hasAddress },
    ].map(({ resource, has }) =>
      asking(call, resource, [resource, "--all-namespaces"], (objects) =>
        blockedBy(
          objects.filter(has).map(fullName),
          `${resource} have a load balancer`,
          `delete them (kubectl delete ${resource} --namespace NAMESPACE NAME): without the cluster nothing would remove their load balancers, and these would hold the VPC`,
        ),
      ),
    ),
  );
  return found.flat();
}

function hasAddress({ status }: KubernetesObject): boolean {
  return (status?.loadBalancer?.ingress ?? []).length > 0;
}

/** The pool of a node that Karpenter made; undefined of all other nodes. */
export function poolOf(labels: Readonly<Record<string, string>>): string | undefined {
  return poolTags.map((key) => labels[key]).find((pool) => pool !== undefined);
}

function fullName({ metadata: { namespace, name } }: KubernetesObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

async function asking(
  { kubeconfig, env, signal }: KubernetesCall,
  what: string,
  args: readonly string[],
  judge: (objects: readonly KubernetesObject[]) => Blocker[],
): Promise<Blocker[]> {
  const options = ["--kubeconfig", kubeconfig, "--request-timeout", "20s", "--output", "json"];
  const { status, stdout, stderr } = await runCommand(["kubectl", "get", ...args, ...options], {
    cwd: tmpdir(),
    env,
    timeoutMs: 120_000,
    ...(signal !== undefined && { signal }),
  });
  if (status === 0) return judge(listSchema.parse(JSON.parse(stdout)).items);
  // Without Karpenter there are no kinds of it.
  if (stderr.includes("the server doesn't have a resource type")) return [];
  const said = stderr.trim().split("\n").at(-1) ?? "";
  const reason = said === "" ? `kubectl ended with ${status ?? "a signal"}` : said;
  return [{ what: `could not look for ${what}: ${reason}`, names: [], fix: fixOf(reason) }];
}

/** By what kubectl says; the first that matches. */
const fixes: readonly (readonly [RegExp, string])[] = [
  [/ENOENT/, "install kubectl and put it on PATH; then run the same command again"],
  [
    /Unauthorized|must be logged in|Forbidden|forbidden|getting credentials/,
    "use the credentials that created the cluster, or let your role into it (aws-auth); then run the same command again",
  ],
];
const unreachable =
  "run it from where cluster.endpoint lets you in: allow your address there, or use a machine in the VPC";

function fixOf(reason: string): string {
  return fixes.find(([pattern]) => pattern.test(reason))?.[1] ?? unreachable;
}
