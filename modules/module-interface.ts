/** Reads the interface that a checked-out Terraform module declares, and says how it differs from what is recorded. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@cdktf/hcl2json";
import { z } from "zod";
import type { RecordedInterface, RecordedVariable } from "./recorded-interface";

export type ModuleInterface = Pick<RecordedInterface, "variables" | "outputs">;

/** As hcl2json writes it: a list for every block of one name; types and other expressions inside `${}`. */
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

/** One line for each variable or output that was added, removed or changed; empty when nothing was. */
export function interfaceDrift(before: ModuleInterface, after: ModuleInterface): string[] {
  const variables = drift(before.variables, after.variables, "variable");
  const outputs = drift(asKeys(before.outputs), asKeys(after.outputs), "output");
  return [...variables, ...outputs];
}

function drift(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  noun: string,
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    if (!(name in before)) return [`added ${noun} ${name}: ${JSON.stringify(after[name])}`];
    if (!(name in after)) return [`removed ${noun} ${name}`];
    const [old, now] = [JSON.stringify(before[name]), JSON.stringify(after[name])];
    return old === now ? [] : [`changed ${noun} ${name}: ${old} is now ${now}`];
  });
}

function asKeys(names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
