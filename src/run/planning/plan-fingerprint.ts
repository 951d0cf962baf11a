/**
 * A fingerprint of everything that was approved, so that nothing else is applied: the configuration, its Terraform JSON,
 * the providers and modules that Terraform fetched, the plan, and the version of the state that the plan is based on.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../../config";
import { fetchedModules, verifyStack } from "../../../modules/verify/verify-stack";
import type { RunStack } from "../context";
import type { StateDocument } from "../../clients/terraform/state-document";

/** The name of each part in a message. */
export const fingerprintParts = {
  configuration: "the configuration",
  json: "the Terraform JSON",
  providers: "the providers' lock file",
  modules: "the modules that were fetched",
  plan: "the plan",
  state: "the state",
} as const;
/** A part of the fingerprint. */
export type FingerprintPart = keyof typeof fingerprintParts;
/** The SHA-256 digest of each part; for the state its lineage and serial. */
export type Fingerprint = Readonly<Record<FingerprintPart, string>>;

/** Input of a fingerprint. */
export interface FingerprintInput {
  readonly config: Config;
  readonly stack: RunStack;
  /** Path of the plan file. */
  readonly plan: string;
  /** Undefined if the stack has no state yet. */
  readonly state: Pick<StateDocument, "lineage" | "serial"> | undefined;
}

/** Reads and digests all parts. A file that does not exist has the digest `none`. */
export function fingerprintOf({ config, stack, plan, state }: FingerprintInput): Fingerprint {
  return {
    configuration: digest(JSON.stringify(config)),
    json: digestOf(join(stack.folder, "cdk.tf.json")),
    providers: digestOf(join(stack.folder, ".terraform.lock.hcl")),
    modules: digest(fetchedModules(stack.folder).join("\n")),
    plan: digestOf(plan),
    state: state === undefined ? "none" : `${state.lineage} ${state.serial}`,
  };
}

/** The parts that changed since the approval. */
export function changedParts(approved: Fingerprint, now: Fingerprint): FingerprintPart[] {
  const names: readonly FingerprintPart[] = [
    "configuration",
    "json",
    "providers",
    "modules",
    "plan",
    "state",
  ];
  return names.filter((name) => approved[name] !== now[name]);
}

/** Fetched modules whose commit is not the pinned one, each as `module (source): what was fetched`. */
export function unpinnedModules(folder: string): string[] {
  return (verifyStack(folder) ?? []).flatMap((finding) =>
    finding.kind === "mismatch"
      ? [`${finding.key} (${finding.source}): fetched ${finding.found}, pinned is ${finding.expected}`]
      : [],
  );
}

function digestOf(path: string): string {
  return existsSync(path) ? digest(readFileSync(path)) : "none";
}

function digest(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
