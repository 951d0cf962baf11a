/** Disk and memory of Terraform and the pinned providers, in MiB, on linux_amd64. */
import { providerPins, type PinnedProvider } from "../../../modules/pins";
import type { Config } from "../../config";

interface ProviderSize {
  /** Size of the unpacked provider. */
  readonly diskMiB: number;
  /** Maximum of its process during a plan or an apply. */
  readonly memoryMiB: number;
}

/**
 * Disk: aws is measured on the unpacked 5.100.0. All providers together, with random and null, which no stage uses, take
 * 920 MiB; the share of each other provider is assumed (2026-11).
 * Memory: aws is measured during a plan with Terraform 1.11.4 on 2 cores (2026-11-24); the others are assumed.
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

/** Terraform itself, with the schema of the aws provider. Measured as above. */
const terraformMemoryMiB = 210;

/** The stages of either layout use every pinned provider together. A test compares this with the synthesized stacks. */
export const usedProviders = Object.keys(providerPins).filter(
  (name): name is PinnedProvider => name in providerPins,
);

/** The providers of the largest stack in the staged layout. */
const largestStack: readonly PinnedProvider[] = ["aws", "helm", "kubectl", "kubernetes", "time"];

/** Maximum memory of one Terraform with its providers. */
export function memoryNeedMiB({ layout, versions }: Config): number {
  const providers = layout === "single" ? usedProviders : largestStack;
  // The root module of version set tutorial has a second Region, for which Terraform starts a second aws provider.
  const second = versions.set === "tutorial" ? providerSizes.aws.memoryMiB : 0;
  return providers.reduce((sum, name) => sum + providerSizes[name].memoryMiB, terraformMemoryMiB + second);
}
