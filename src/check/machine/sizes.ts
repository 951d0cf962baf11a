/** How much disk a deployment writes in addition to the providers, and what a CloudShell has. */

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
