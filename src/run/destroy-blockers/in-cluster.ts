/**
 * Objects in the cluster that a destroy would interrupt or orphan: jobs, nodes that only Karpenter removes, and load
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

/** Job pods that have not ended. */
export function runningJobs(call: ClusterCall): Promise<Blocker[]> {
  return searchObjects(call, "job pods", ["pods", "--all-namespaces", "--selector", jobLabel], (pods) => {
    const running = pods.filter(({ status }) => !hasEnded(status?.phase ?? ""));
    return blockedBy(
      running.map(fullName),
      "job pods have not ended",
      "pause the runners in GitLab and wait for their jobs to end, or cancel them there; then run the same command again",
    );
  });
}

/**
 * Nodes of Karpenter that would remain without their controller.
 *
 * @param ownPools node pools that Terraform removes while the controller runs; it waits for their nodes
 */
export async function strayNodes(call: ClusterCall, ownPools: readonly string[]): Promise<Blocker[]> {
  const found = await Promise.all(
    ["nodes", "nodeclaims.karpenter.sh"].map((resource) =>
      searchObjects(call, resource, [resource], (objects) => {
        const stray = objects.filter(({ metadata: { labels } }) => {
          const pool = poolOf(labels);
          return pool !== undefined && !ownPools.includes(pool);
        });
        return blockedBy(
          stray.map(fullName),
          `${resource} of Karpenter belong to no pool that this stage waits for`,
          "delete their node pools with `kubectl delete nodepools.karpenter.sh NAME` (in old versions provisioners.karpenter.sh) and wait until they are removed: without the controller they would remain",
        );
      }),
    ),
  );
  return found.flat();
}

/** Services and Ingresses with a load balancer. */
export async function servicesWithBalancer(call: ClusterCall): Promise<Blocker[]> {
  const found = await Promise.all(
    [
      { resource: "services", has: ({ spec }: KubernetesObject) => spec?.type === "LoadBalancer" },
      { resource: "ingresses.networking.k8s.io", has: hasAddress },
    ].map(({ resource, has }) =>
      searchObjects(call, resource, [resource, "--all-namespaces"], (objects) =>
        blockedBy(
          objects.filter(has).map(fullName),
          `${resource} have a load balancer`,
          `delete them with \`kubectl delete ${resource} --namespace NAMESPACE NAME\`: without the cluster their load balancers would remain and block the deletion of the VPC`,
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

async function searchObjects(
  call: ClusterCall,
  what: string,
  args: readonly string[],
  blockersOf: (objects: readonly KubernetesObject[]) => Blocker[],
): Promise<Blocker[]> {
  const listed = await listObjects(call, args);
  if (listed.ok) return blockersOf(z.array(objectSchema).parse(listed.items));
  return [{ what: `could not search for ${what}: ${listed.reason}`, names: [], fix: listed.fix }];
}
