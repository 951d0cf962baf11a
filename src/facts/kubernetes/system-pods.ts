/**
 * The system pods, their sizes on Fargate (a pod without requests gets the smallest size) and their requests on a node.
 * Source: awsdocs/amazon-eks-user-guide fargate-pod-configuration.adoc; Karpenter v1.14.1 step08, install on Fargate:
 * two pods with one vCPU and 1 GiB each; read 2026-11-23. Karpenter's chart forbids two of its pods on one node; read
 * 2026-11-28. On a node, CoreDNS has the requests of its add-on. Assumed (2026-11): the requests of the EBS controller.
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
  /** The stage that installs them. */
  readonly stage: "eks" | "addons";
  readonly pods: number;
  readonly size: FargateSize;
  readonly requests: { readonly cpu: number; readonly memoryMiB: number };
  /** Two of them never run on the same node. */
  readonly onePerNode: boolean;
}

const smallest = { vcpu: 0.25, memoryGiB: 0.5 };

const systemPods = {
  coreDns: {
    ...{ name: "CoreDNS", stage: "eks", pods: 2, size: smallest },
    ...{ requests: { cpu: 0.1, memoryMiB: 70 }, onePerNode: false },
  },
  karpenter: {
    current: {
      ...{ name: "Karpenter", stage: "addons", pods: 2, size: { vcpu: 1, memoryGiB: 2 } },
      ...{ requests: { cpu: 1, memoryMiB: 1024 }, onePerNode: true },
    },
    tutorial: {
      ...{ name: "Karpenter", stage: "addons", pods: 2, size: smallest },
      ...{ requests: { cpu: 0, memoryMiB: 0 }, onePerNode: true },
    },
  },
  ebsCsi: {
    ...{ name: "EBS CSI controller", stage: "eks", pods: 2, size: smallest },
    ...{ requests: { cpu: 0.06, memoryMiB: 240 }, onePerNode: false },
  },
} as const satisfies Readonly<Record<string, SystemPods | Readonly<Record<string, SystemPods>>>>;

/** The requests and limits of the job cleaner's pod. On Fargate they are the smallest size, without its overhead. */
export const cleanerRequests = { cpu: 0.25, memoryMiB: 256 };

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
