/**
 * Reads the version constraint of a module call, from JSON or from HCL in the layout of `terraform fmt`. It scans HCL line by
 * line, because the HCL parser is a development dependency. A constraint that it does not find counts as not exact.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const call = z.object({ version: z.string().optional() });
const jsonSchema = z.object({
  module: z.record(z.string(), z.union([call, z.array(call)])).optional(),
});

/** @param folder of the calling module. @param name of the module call */
export function versionConstraint(folder: string, name: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  for (const file of readdirSync(folder)) {
    const read = file.endsWith(".tf.json") ? fromJson : file.endsWith(".tf") ? fromHcl : undefined;
    const found = read?.(readFileSync(join(folder, file), "utf8"), name);
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
