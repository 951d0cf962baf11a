/** How much disk and memory Terraform and the pinned providers take. MiB; linux_amd64. */
import type { PinnedProvider } from "../../../modules/pins";

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
export const terraformMemoryMiB = 210;

/** Terraform unpacks a provider from a download of about a quarter of its size, which it keeps until then. Assumed (2026-11). */
export const downloadShare = 0.25;

/** A copy of the Blueprints repository, and what each stack unpacks from it and from the registry. Assumed (2026-11). */
export const modulesMiB = { copy: 20, perStack: 30 } as const;

/** State, its backup and a lock, of all stacks of a large fleet. Assumed (2026-11). */
export const stateMiB = 10;

/** Source: docs.aws.amazon.com/cloudshell/latest/userguide/limits.html and vm-specs.html, read 2026-11-23. */
export const cloudShell = {
  homeGiB: 1,
  source: "https://docs.aws.amazon.com/cloudshell/latest/userguide/limits.html",
} as const;
