/** The names of AWS resources that a deployment creates under a fixed name, which may be taken already. */
import type { Config } from "../../config";
import { fargateLogGroup } from "../../config/resource-names";

export type NamedKind = "cluster" | "log group" | "KMS alias" | "role" | "policy" | "queue";

export interface FixedName {
  readonly kind: NamedKind;
  readonly name: string;
}

/**
 * Names that AWS wants to be unique. Those with a prefix of ours and a random end are left out.
 * Source: eks v19.21.0 main.tf and modules/karpenter/main.tf; aws-ia/terraform-aws-eks-blueprints@v4.29.0
 * modules/kubernetes-addons/karpenter/main.tf and modules/irsa/main.tf; our own constructs.
 */
export function fixedNames({ name, addons, cluster, runners, versions }: Config): readonly FixedName[] {
  const published = versions.set === "tutorial";
  const logs = addons.logging.enabled && cluster.fargateProfiles.length > 0;
  const cache = runners.some((runner) => runner.cache !== undefined);
  const when = (condition: boolean, ...names: FixedName[]) => (condition ? names : []);
  return [
    { kind: "cluster", name },
    { kind: "log group", name: `/aws/eks/${name}/cluster` },
    { kind: "KMS alias", name: `alias/eks/${name}` },
    ...when(
      addons.karpenter.enabled,
      { kind: "queue", name: `karpenter-${name}` },
      ...when(published, { kind: "queue", name: `Karpenter-${name}` }),
      { kind: "role", name: `${name}-karpenter-irsa` },
      { kind: "policy", name: `${name}-karpenter` },
      ...when(!published, { kind: "policy", name: `${name}-karpenter-v1` }),
    ),
    ...when(
      logs,
      { kind: "log group", name: fargateLogGroup(name) },
      { kind: "policy", name: `${name}-fargate-logs` },
    ),
    ...when(cache, { kind: "role", name: `${name}-runner-cache` }),
  ];
}
