/**
 * What runs in the cluster and would be left hanging: jobs, nodes that nobody would remove any more, and load
 * balancers that only a controller in the cluster deletes.
 */
import * as z from "zod";
import { jobLabel } from "../../config/resource-names";
import { hasEnded } from "../../fleet/jobs/pod";
import { listObjects, type ClusterCall } from "../../clients/kubernetes/kubectl";
import { poolOf } from "../../clients/kubernetes/node-pool";
import { blockedBy, type Blocker } from "./blocker";

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

export function runningJobs(call: ClusterCall): Promise<Blocker[]> {
  return asking(call, "job pods", ["pods", "--all-namespaces", "--selector", jobLabel], (pods) => {
    const running = pods.filter(({ status }) => !hasEnded(status?.phase ?? ""));
    return blockedBy(
      running.map(fullName),
      "job pods have not ended",
      "pause the runners in GitLab and wait for their jobs to end, or cancel them there; then run the same command again",
    );
  });
}

/** @param ownPools those that Terraform removes and waits for while the controller lives */
export async function strayNodes(call: ClusterCall, ownPools: readonly string[]): Promise<Blocker[]> {
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

export async function balancedServices(call: ClusterCall): Promise<Blocker[]> {
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

function fullName({ metadata: { namespace, name } }: KubernetesObject): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

async function asking(
  call: ClusterCall,
  what: string,
  args: readonly string[],
  judge: (objects: readonly KubernetesObject[]) => Blocker[],
): Promise<Blocker[]> {
  const asked = await listObjects(call, args);
  if (asked.ok) return judge(z.array(objectSchema).parse(asked.items));
  return [{ what: `could not look for ${what}: ${asked.reason}`, names: [], fix: asked.fix }];
}
