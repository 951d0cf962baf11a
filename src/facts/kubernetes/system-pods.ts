/**
 * The system's pods, the sizes that they get on Fargate (one without a request gets the smallest) and what they ask of a
 * node.
 * Source: awsdocs/amazon-eks-user-guide fargate-pod-configuration.adoc; Karpenter v1.14.1 step08, install on Fargate:
 * one vCPU and 1 GiB each of two; read 2026-11-23. Its chart's values let no two of its pods be on one node; read
 * 2026-11-28. On a node, CoreDNS requests what its add-on sets; the requests of the EBS controller are assumed (2026-11).
 */
import type { FactTable } from "../fact-table";
import type { FargateSize } from "../aws/fargate";
import type { VersionSetName } from "../../../modules/pins";

export const systemPodsTable = {
  name: "Requests of the system pods",
  readOn: "2026-11-23",
  sources: [
    "awsdocs/amazon-eks-user-guide:latest/ug/nodes/fargate-pod-configuration.adoc",
    "aws/karpenter-provider-aws@v1.14.1:website/content/en/preview/getting-started",
  ],
  lookAt: "https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/",
} as const satisfies FactTable;

export interface SystemPods {
  readonly name: string;
  /** The stage whose add-on they belong to. */
  readonly stage: "eks" | "addons";
  readonly pods: number;
  readonly size: FargateSize;
  readonly asks: { readonly cpu: number; readonly memoryMiB: number };
  /** No two of them on one node. */
  readonly apart: boolean;
}

const smallest = { vcpu: 0.25, memoryGiB: 0.5 };

const systemPods = {
  coreDns: {
    ...{ name: "CoreDNS", stage: "eks", pods: 2, size: smallest },
    ...{ asks: { cpu: 0.1, memoryMiB: 70 }, apart: false },
  },
  karpenter: {
    current: {
      ...{ name: "Karpenter", stage: "addons", pods: 2, size: { vcpu: 1, memoryGiB: 2 } },
      ...{ asks: { cpu: 1, memoryMiB: 1024 }, apart: true },
    },
    tutorial: {
      ...{ name: "Karpenter", stage: "addons", pods: 2, size: smallest },
      ...{ asks: { cpu: 0, memoryMiB: 0 }, apart: true },
    },
  },
  ebsCsi: {
    ...{ name: "EBS CSI controller", stage: "eks", pods: 2, size: smallest },
    ...{ asks: { cpu: 0.06, memoryMiB: 240 }, apart: false },
  },
} as const satisfies Readonly<Record<string, SystemPods | Readonly<Record<string, SystemPods>>>>;

/** The pod of the job cleaner, limits as requests: on Fargate the smallest size, which is 256 MiB more. */
export const cleanerAsks = { cpu: 0.25, memoryMiB: 256 };

interface SystemChoices {
  readonly set: VersionSetName;
  readonly karpenter: boolean;
  readonly ebsCsi: boolean;
}

export function systemPodsOf({ set, karpenter, ebsCsi }: SystemChoices): readonly SystemPods[] {
  return [
    systemPods.coreDns,
    ...(karpenter ? [systemPods.karpenter[set]] : []),
    ...(ebsCsi ? [systemPods.ebsCsi] : []),
  ];
}
