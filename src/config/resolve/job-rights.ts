/** The Kubernetes service account and the IAM role of a runner's jobs. */
import type { JobConfig } from "../schema/job";

interface JobOwner {
  readonly name: string;
  readonly job: JobConfig;
}

/** Name of the service account of a runner's jobs; undefined for the namespace's default one. */
export function jobAccount({ name, job: { serviceAccount } }: JobOwner): string | undefined {
  return serviceAccount && (serviceAccount.existing ?? name);
}

/** Whether glrunner creates an IAM role for the jobs. */
export function hasJobRole({ serviceAccount }: JobConfig): boolean {
  return (
    serviceAccount?.existing === undefined &&
    ((serviceAccount?.policyArns.length ?? 0) > 0 || serviceAccount?.policy !== undefined)
  );
}
