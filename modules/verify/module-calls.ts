/**
 * What a Terraform module asks of the modules it calls: their version constraints, from JSON syntax or from HCL as
 * `terraform fmt` lays it out. A scanner of lines, since the HCL parser is a development dependency; what it
 * cannot find counts as not exact, never as exact.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const call = z.object({ version: z.string().optional() });
const jsonSchema = z.object({
  module: z.record(z.string(), z.union([call, z.array(call)])).optional(),
});

export function versionConstraint(folder: string, name: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  for (const file of readdirSync(folder)) {
    const text = () => readFileSync(join(folder, file), "utf8");
    const found = file.endsWith(".tf.json")
      ? fromJson(text(), name)
      : file.endsWith(".tf")
        ? fromHcl(text(), name)
        : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function fromJson(text: string, name: string): string | undefined {
  const found = jsonSchema.parse(JSON.parse(text)).module?.[name];
  return [found].flat()[0]?.version;
}

function fromHcl(text: string, name: string): string | undefined {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => /^module\s+"([^"]+)"/.exec(line)?.[1] === name);
  if (start < 0) return undefined;
  const length = lines.slice(start).findIndex((line) => line.startsWith("}"));
  const block = lines.slice(start, length < 0 ? undefined : start + length);
  return block
    .map((line) => /^ {2}version\s*=\s*"([^"]*)"/.exec(line)?.[1])
    .find((found) => found !== undefined);
}
