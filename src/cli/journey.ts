/**
 * The journey plan: everything from nothing in one root, the same constructs as the stages, so that what one stage
 * takes from another is really unknown. Its state is its own and empty; nothing deploys it.
 */
import { join, resolve } from "node:path";
import type { RunStack } from "../run/context";
import { singleStack } from "../config/stages";
import type { Project } from "./open-project";
import { synth } from "./actions/synth";

/** @param outdir of the stages; the journey's root is kept beside them, so that its modules are fetched once */
export function journeyOf(project: Project, outdir: string): Project {
  const folder = resolve(outdir, "journey");
  const state = { backend: "local", directory: join(folder, "state") } as const;
  const config = { ...project.config, layout: "single", state } as const;
  synth(config, folder);
  const stack: RunStack = { name: singleStack, folder: join(folder, "stacks", singleStack) };
  return { ...project, config, stacks: [stack], chosen: [stack] };
}
