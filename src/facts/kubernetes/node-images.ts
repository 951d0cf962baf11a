/**
 * The default release of the nodes' Amazon Linux 2023 image. Karpenter "heavily recommends against" `@latest`, since nodes
 * would then get an untested image. Source: aws/karpenter-provider-aws@v1.12.2:
 * website/content/en/docs/tasks/managing-amis.md. A release has an image for each Kubernetes version that EKS offered then.
 */
import type { FactTable } from "../fact-table";

export const nodeImagesTable = {
  name: "Release of the nodes' machine image",
  readOn: "2026-11-30",
  sources: ["entigolabs/entigo-infralib#1488: AL2023 1.35.7-20260903", "aws/karpenter-provider-aws@v1.12.2"],
  lookAt: "https://github.com/awslabs/amazon-eks-ami/releases",
} as const satisfies FactTable;

/** The newest release that was seen in a source for the default Kubernetes. */
export const nodeImage = { alias: "al2023@v20260903", maxAgeDays: 120 } as const;

/** The day of a release, YYYY-MM-DD; undefined for `latest`. */
export function imageDay(alias: string): string | undefined {
  const [, year, month, day] = /@v(\d{4})(\d{2})(\d{2})$/.exec(alias) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}`;
}
