/**
 * Writes the page docs/architecture.md from the list of stages and from their synthesized JSON: the resources of each stage,
 * its outputs, and the outputs of earlier stages that it reads.
 */
import * as z from "zod";
import { outputDescriptions } from "../constructs/stage-outputs";
import { destroyOrder, stages, type StageName } from "../config/stages";

const blocks = z.record(z.string(), z.record(z.string(), z.unknown())).default({});
const stackSchema = z.object({
  module: z.record(z.string(), z.object({ source: z.string() })).default({}),
  resource: blocks,
  output: z.record(z.string(), z.unknown()).default({}),
});

interface StageSummary {
  readonly name: StageName;
  /** Each with its source. */
  readonly modules: readonly string[];
  readonly resources: readonly string[];
  readonly publishes: readonly string[];
  /** `<stage>.<output>` of earlier stages. */
  readonly reads: readonly string[];
}

/** @param json `cdk.tf.json` of a stage */
export function architecturePage(json: (stage: StageName) => string): string {
  const summaries = stages.map((name) => summarize(name, json(name)));
  const chapters = summaries.map((stage) => chapter(stage, summaries));
  return [introduction, flow(), outputsBetweenStages(summaries), ...chapters].join("\n");
}

function summarize(name: StageName, json: string): StageSummary {
  const { module, resource, output } = stackSchema.parse(JSON.parse(json));
  const counted = Object.entries(resource).map(([type, all]) => ({ type, count: Object.keys(all).length }));
  return {
    name,
    modules: Object.entries(module).map(([key, { source }]) => `\`module.${key}\` from \`${source}\``),
    resources: counted.map(({ type, count }) => `\`${type}\`${count === 1 ? "" : ` (${count})`}`),
    publishes: Object.keys(output),
    reads: [
      ...new Set(
        [...json.matchAll(/terraform_remote_state\.(\w+)\.outputs\.(\w+)/g)].map(
          ([, stage = "", value = ""]) => `${stage}.${value}`,
        ),
      ),
    ].sort(),
  };
}

const introduction = `# Architecture

Made from the list of stages and the JSON of \`glrunner.yaml\` by \`npm run docs\`; do not edit. Why it is so is in
[decisions](decisions.md), where each folder's part is in [contributing](contributing.md).
`;

const nodeOf = (name: string) => `${name}[${name}]`;

function flow(): string {
  return `## From a file to a cluster

Synthesis is pure and offline: the same configuration gives the same bytes, without secrets. The JSON is the contract:
every way to run it makes the same cluster and uses the same state.

\`\`\`mermaid
flowchart LR
  yaml[glrunner.yaml] --> config[checked configuration,<br/>plain data] --> stacks[${stages.length} stacks]
  ${stages.map((name) => `stacks --> ${name}["stacks/${name}/cdk.tf.json"]`).join("\n  ")}
  ${stages.join(" & ")} --> terraform[Terraform, started by<br/>glrunner deploy, cdktf deploy or by hand]
  terraform --> aws[AWS, Kubernetes]
  terraform <--> state[(a state a stage)]
\`\`\`
`;
}

/** An arrow for each pair of stages, with the outputs that the later one reads. */
function outputsBetweenStages(summaries: readonly StageSummary[]): string {
  const arrows = summaries.flatMap(({ name, reads }) =>
    stages.flatMap((from) => {
      const values = reads.filter((read) => read.startsWith(`${from}.`)).map((read) => read.split(".")[1]);
      return values.length === 0 ? [] : [`${from} -- "${values.join("<br/>")}" --> ${name}`];
    }),
  );
  return `## The stages, and what they hand over

Deployed in this order: ${stages.join(", ")}. Destroyed in the opposite one: ${destroyOrder().join(", ")}. Each has its own
state. What it publishes are outputs in that state, by name, and what the next ones read of it is on the arrows.

\`\`\`mermaid
flowchart TD
  ${[...stages.map(nodeOf), ...arrows].join("\n  ")}
\`\`\`

In layout \`single\` the same constructs are in one root, at the tutorial's addresses, and hand the same values over
directly.
`;
}

function chapter(
  { name, modules, resources, publishes }: StageSummary,
  summaries: readonly StageSummary[],
): string {
  const descriptions: Readonly<Record<string, string>> = outputDescriptions[name];
  const rows = publishes.map((output) => {
    const readers = summaries
      .filter(({ reads }) => reads.includes(`${name}.${output}`))
      .map((stage) => stage.name);
    const text = descriptions[output] ?? "For people: the command for kubectl";
    return `| \`${output}\` | ${text} | ${readers.join(", ")} |`;
  });
  const table = ["| publishes | what it is | read by |", "| --- | --- | --- |", ...rows];
  return `### ${name}

Modules: ${modules.join(", ") || "none"}. Resources of its own: ${resources.join(", ")}.

${rows.length === 0 ? "Publishes nothing." : table.join("\n")}
`;
}
