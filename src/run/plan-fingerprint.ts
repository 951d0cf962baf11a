/**
 * What was approved, so that nothing else is applied: the configuration, the JSON made of it, the providers and
 * modules that Terraform fetched, the plan, and the version of the state that it starts from.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config";
import { fetchedModules, verifyStack } from "../../modules/verify-stack";
import type { RunStack } from "./context";
import type { StateMark } from "../clients/terraform/terraform";

export const ingredients = {
  configuration: "the configuration",
  json: "the Terraform JSON",
  providers: "the providers' lock file",
  modules: "the modules that were fetched",
  plan: "the plan",
  state: "the state",
} as const;
export type Ingredient = keyof typeof ingredients;
export type Seal = Readonly<Record<Ingredient, string>>;

export interface Sealed {
  readonly config: Config;
  readonly stack: RunStack;
  readonly plan: string;
  /** Undefined when there is none yet. */
  readonly state: StateMark | undefined;
}

export function sealOf({ config, stack, plan, state }: Sealed): Seal {
  return {
    configuration: digest(JSON.stringify(config)),
    json: digestOf(join(stack.folder, "cdk.tf.json")),
    providers: digestOf(join(stack.folder, ".terraform.lock.hcl")),
    modules: digest(fetchedModules(stack.folder).join("\n")),
    plan: digestOf(plan),
    state: state === undefined ? "none" : `${state.lineage} ${state.serial}`,
  };
}

/** What is no longer as it was approved; empty when all is. */
export function brokenSeals(approved: Seal, now: Seal): Ingredient[] {
  const names: readonly Ingredient[] = ["configuration", "json", "providers", "modules", "plan", "state"];
  return names.filter((name) => approved[name] !== now[name]);
}

/** Modules that are not the pinned ones, each as `what (source): what it is instead`. */
export function strangeModules(folder: string): string[] {
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
