/** The fixed names under which a deployment creates AWS resources. They may already exist. */
import type { Config } from "../../config";
import { hasJobRole } from "../../config/resolve/job-rights";
import {
  clusterLogGroup,
  fargateLogGroup,
  iamNames,
  jobRoleName,
  interruptionQueueName,
  karpenterSubmoduleName,
  keyAlias,
} from "../../config/resource-names";

/** Kind of a resource with a fixed name. */
export type NamedKind = "cluster" | "log group" | "KMS alias" | "role" | "policy" | "queue";

/** One fixed name. */
export interface FixedName {
  readonly kind: NamedKind;
  readonly name: string;
}

/**
 * Names that must be unique in AWS. Names with a generated suffix are not among them.
 *
 * Source: eks v19.21.0 main.tf and modules/karpenter/main.tf; aws-ia/terraform-aws-eks-blueprints@v4.29.0
 * modules/kubernetes-addons/karpenter/main.tf and modules/irsa/main.tf; our own constructs.
 */
export function fixedNames({ name, addons, cluster, runners, versions }: Config): readonly FixedName[] {
  const published = versions.set === "tutorial";
  const logs = addons.logging.enabled && cluster.fargateProfiles.length > 0;
  const cache = runners.some((runner) => runner.cache !== undefined);
  const iam = iamNames(name);
  const when = (condition: boolean, ...names: FixedName[]) => (condition ? names : []);
  return [
    { kind: "cluster", name },
    { kind: "log group", name: clusterLogGroup(name) },
    { kind: "KMS alias", name: keyAlias(name) },
    ...when(
      addons.karpenter.enabled,
      { kind: "queue", name: interruptionQueueName(name) },
      ...when(published, { kind: "queue", name: karpenterSubmoduleName(name) }),
      { kind: "role", name: iam.karpenterRole },
      { kind: "policy", name: iam.karpenterPolicy },
      ...when(!published, { kind: "policy", name: iam.karpenterV1Policy }),
    ),
    ...when(
      logs,
      { kind: "log group", name: fargateLogGroup(name) },
      { kind: "policy", name: iam.fargateLogsPolicy },
    ),
    ...when(cache, { kind: "role", name: iam.runnerCacheRole }),
    ...runners
      .filter(({ job }) => hasJobRole(job))
      .map((runner) => ({ kind: "role", name: jobRoleName(name, runner.name) }) as const),
  ];
}
