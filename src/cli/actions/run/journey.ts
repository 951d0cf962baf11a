/**
 * The plan of `--journey`: all stages in one root with an empty state of its own, made by the same constructs. Terraform
 * then treats the values that one stage takes from another as unknown, as in a first deploy. Nothing deploys this root.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import type { RunEvent } from "../../../run/journal/events";
import type { StageDeclarations } from "../../../review/split-plan";
import type { RunStack } from "../../../run/context";
import { singleStack } from "../../../config/stages";
import type { Project } from "./open-project";
import { synth } from "../synth";

/** @param outdir the folder of the stages. The root stays next to them, so that Terraform fetches its modules once */
export function journeyOf(project: Project, outdir: string): Project {
  const folder = resolve(outdir, "journey");
  const state = { backend: "local", directory: join(folder, "state") } as const;
  const config = { ...project.config, layout: "single", state } as const;
  synth(config, folder);
  const stack: RunStack = { name: singleStack, folder: join(folder, "stacks", singleStack) };
  return { ...project, config, stacks: [stack], chosen: [stack] };
}

/** The name of the journey's only stack in progress views. */
const allStages = "all stages";

/** An event of the run as the views show it. */
export function journeyEvent(event: RunEvent): RunEvent {
  if (event.kind === "run-started") return { ...event, stacks: [allStages] };
  return "stack" in event ? { ...event, stack: allStages } : event;
}

const named = z.record(z.string(), z.unknown()).default({});
const blocks = z.record(z.string(), named).default({});
const stackJson = z.object({ module: named, resource: blocks, data: blocks, output: named });

/** The addresses and outputs that each stage declares, from its synthesized JSON. */
export function declarationsOf(stacks: readonly RunStack[]): readonly StageDeclarations[] {
  return stacks.map(({ name, folder }) => {
    const content: unknown = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
    const { module, resource, data, output } = stackJson.parse(content);
    const addresses = (all: typeof resource) =>
      Object.entries(all).flatMap(([type, names]) => Object.keys(names).map((each) => `${type}.${each}`));
    const roots = [
      ...Object.keys(module).map((each) => `module.${each}`),
      ...addresses(resource),
      ...addresses(data).map((each) => `data.${each}`),
    ];
    return { stack: name, roots: new Set(roots), outputs: new Set(Object.keys(output)) };
  });
}
