/** How much disk and memory Terraform and the pinned providers take. MiB; linux_amd64. */
import { providerPins, type PinnedProvider } from "../../../modules/pins";
import type { Config } from "../../config";

interface ProviderSize {
  /** Unpacked, as it stays on the disk. */
  readonly diskMiB: number;
  /** The process at its largest during a plan or an apply. */
  readonly memoryMiB: number;
}

/**
 * Disk: aws measured on the unpacked 5.100.0; of the others it is known that all together take 920 MiB with aws, with
 * random and null among them, which no stage uses: how that is shared among them is assumed (2026-11).
 * Memory: aws measured at a plan with Terraform 1.11.4 on 2 cores (2026-11-24); the others are assumed.
 */
export const providerSizes: Readonly<Record<PinnedProvider, ProviderSize>> = {
  aws: { diskMiB: 674, memoryMiB: 330 },
  helm: { diskMiB: 72, memoryMiB: 100 },
  kubernetes: { diskMiB: 55, memoryMiB: 80 },
  kubectl: { diskMiB: 45, memoryMiB: 80 },
  time: { diskMiB: 14, memoryMiB: 30 },
  tls: { diskMiB: 14, memoryMiB: 30 },
  cloudinit: { diskMiB: 14, memoryMiB: 30 },
};

/** Terraform itself with the schema of the aws provider. Measured as above. */
const terraformMemoryMiB = 210;

/** The stages of either layout together use every pinned provider, which a test compares with what is synthesized. */
export const usedProviders = Object.keys(providerPins).filter(
  (name): name is PinnedProvider => name in providerPins,
);

/** The largest stack: in the staged layout that of the add-ons or the cluster, in the single one everything at once. */
const largestStack: readonly PinnedProvider[] = ["aws", "helm", "kubectl", "kubernetes", "time"];

/** The most that one Terraform with its providers takes. */
export function memoryNeedMiB({ layout, versions }: Config): number {
  const providers = layout === "single" ? usedProviders : largestStack;
  // The root of set tutorial configures a second Region, for which Terraform starts the provider again.
  const second = versions.set === "tutorial" ? providerSizes.aws.memoryMiB : 0;
  return providers.reduce((sum, name) => sum + providerSizes[name].memoryMiB, terraformMemoryMiB + second);
}
