/** Lists what a stack holds, from its synthesized JSON. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const named = z.record(z.string(), z.unknown());
const stackJson = z.object({
  module: z.record(z.string(), z.object({ source: z.string(), version: z.string().optional() })).default({}),
  resource: z.record(z.string(), named).default({}),
  output: named.default({}),
  terraform: z.object({ backend: named }),
});

export interface StackSummary {
  readonly name: string;
  /** The JSON that Terraform reads. */
  readonly file: string;
  readonly backend: string;
  readonly modules: readonly { readonly address: string; readonly source: string }[];
  readonly resources: readonly string[];
  readonly outputs: readonly string[];
}

export function summarize(outdir: string, name: string): StackSummary {
  const file = join(outdir, "stacks", name, "cdk.tf.json");
  const content = stackJson.parse(JSON.parse(readFileSync(file, "utf8")));
  return {
    name,
    file,
    backend: Object.keys(content.terraform.backend).join(),
    modules: Object.entries(content.module).map(([id, { source, version }]) => ({
      address: `module.${id}`,
      source: version === undefined ? source : `${source} ${version}`,
    })),
    resources: Object.entries(content.resource).flatMap(([type, ids]) =>
      Object.keys(ids).map((id) => `${type}.${id}`),
    ),
    outputs: Object.keys(content.output),
  };
}
