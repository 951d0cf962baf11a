/** Reads the interface that a checked-out Terraform module declares, and compares it with the recorded one. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import * as z from "zod";
import type { RecordedInterface, RecordedVariable } from "../recorded-interface";

export type ModuleInterface = Pick<RecordedInterface, "variables" | "outputs">;

/** The output of hcl2json: a list for the blocks of one name; types and other expressions inside `${}`. */
const fileSchema = z.object({
  variable: z
    .record(
      z.string(),
      z.tuple([
        z.object({
          type: z.string().optional(),
          default: z.json().optional(),
          sensitive: z.boolean().optional(),
        }),
      ]),
    )
    .default({}),
  output: z.record(z.string(), z.unknown()).default({}),
});

type Declaration = z.infer<typeof fileSchema>["variable"][string][0];

/** @param folder with the module's `.tf` files */
export async function readModuleInterface(folder: string): Promise<ModuleInterface> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".tf"));
  const files = await Promise.all(
    names.map(async (name) => fileSchema.parse(await parse(name, readFileSync(join(folder, name), "utf8")))),
  );
  const declarations = files.flatMap(({ variable }) => Object.entries(variable));
  return {
    variables: Object.fromEntries(
      declarations.map(([name, [declaration]]) => [name, recorded(declaration)] as const).sort(byName),
    ),
    outputs: files.flatMap(({ output }) => Object.keys(output)).sort(),
  };
}

function recorded(declaration: Declaration): RecordedVariable {
  const type = (declaration.type ?? "any").replace(/^\$\{(.*)\}$/s, "$1");
  return {
    type: type.replace(/\s+/g, " "),
    ...("default" in declaration ? { default: declaration.default } : { required: true }),
    ...(declaration.sensitive && { sensitive: true }),
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** One line for each variable or output that was added, removed or changed; empty without a difference. */
export function interfaceDrift(before: ModuleInterface, after: ModuleInterface): string[] {
  return [
    ...variableDrift(before.variables, after.variables),
    ...before.outputs.filter((name) => !after.outputs.includes(name)).map((name) => `removed output ${name}`),
    ...after.outputs.filter((name) => !before.outputs.includes(name)).map((name) => `added output ${name}`),
  ];
}

function variableDrift(before: ModuleInterface["variables"], after: ModuleInterface["variables"]): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]].map((variable) => variable && JSON.stringify(variable));
    if (old === now) return [];
    if (old === undefined) return [`added variable ${name}: ${now ?? ""}`];
    return [
      now === undefined ? `removed variable ${name}` : `changed variable ${name}: ${old} is now ${now}`,
    ];
  });
}
