/** `glrunner synth`: writes the Terraform JSON of every stack and lists what each stack holds. */
import type { Config } from "../../config";
import { placementChoice } from "../../config/placement";
import type { PlacementChoice } from "../../config/placement/types";
import { placementLines } from "../../config/placement/labels";
import { deployOrder, destroyOrder, singleStack } from "../../config/stages";
import { synthesize } from "../../stacks";
import { outputFolder, type ProjectOptions } from "../context/command-context";
import type { CommandCall } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../context/load-config";
import { summarize, type StackSummary } from "./stack-summary";

export interface SynthResult {
  readonly name: string;
  readonly region: string;
  readonly layout: Config["layout"];
  readonly versions: Config["versions"];
  readonly platform: PlacementChoice;
  readonly stacks: readonly StackSummary[];
}

export function runSynth(call: CommandCall<ProjectOptions>): ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const result = synth(config, outputFolder(call.env, call.values.output));
  call.print(result, synthText(result));
  return exitCodes.ok;
}

export function synth(config: Config, outdir: string): SynthResult {
  const { directory, stacks } = synthesize(config, outdir);
  return {
    name: config.name,
    region: config.region,
    layout: config.layout,
    versions: config.versions,
    platform: placementChoice(config.cluster),
    stacks: stacks.map((stack) => summarize(directory, stack)),
  };
}

function synthText({ name, region, layout, versions, platform, stacks }: SynthResult): string {
  const head = `${name} in ${region}: Kubernetes ${versions.kubernetes}, Karpenter ${versions.karpenter}, layout ${layout}`;
  const standing = platform.asked === "auto" ? [["platform", ...placementLines(platform)].join("\n  ")] : [];
  const staged = layout === "staged";
  const next = [
    `deploy:    npx cdktf deploy ${staged ? deployOrder().join(" ") : singleStack}`,
    `tear down: npx cdktf destroy ${staged ? destroyOrder().join(" ") : singleStack}`,
  ].join("\n");
  return [head, ...standing, ...stacks.map(stackText), next].join("\n\n") + "\n";
}

function stackText(stack: StackSummary): string {
  const rows = [
    stack.name,
    ...stack.modules.map(({ address, source }) => `  ${address}  (${source})`),
    ...stack.resources.map((address) => `  ${address}`),
    `  outputs: ${stack.outputs.join(", ")}`,
    `  state:   ${stack.backend}`,
    `  JSON:    ${stack.file}`,
  ];
  return rows.join("\n");
}
