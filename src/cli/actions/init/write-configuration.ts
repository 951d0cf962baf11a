/** Writes the file that `glrunner init` ends with, the schema for editors next to it, and lists the next steps. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { configJsonSchema } from "../../../config/docs/json-schema";
import { configurationText, type ConfigurationText } from "../../../config/presets/text";
import { fail } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";
import type { OutputFile } from "./init-options";
import { nextSteps, stepsText } from "./next-steps";

interface Written extends Omit<ConfigurationText, "schema"> {
  /** Absolute. */
  readonly file: string;
  /** Where it comes from, in the result as JSON. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Said of it after the first line. */
  readonly more?: string;
}

interface SchemaPlace {
  /** As the configuration names it. */
  readonly named: string;
  /** Where it has to be written, unless it is there. */
  readonly file?: string;
}

/** The project's own schema for a configuration inside it; otherwise a copy next to the configuration. */
function schemaPlace(file: string): SchemaPlace {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const published = join(folder, "docs", "glrunner.schema.json");
    if (existsSync(published)) return { named: relative(dirname(file), published) };
    if (folder === dirname(folder)) break;
  }
  const named = "glrunner.schema.json";
  return { named, file: join(dirname(file), named) };
}

/** What is different from the source, one below the other: where, what, and the way out. */
export function differencesText(
  heading: string,
  rows: readonly { readonly where: string; readonly what: string; readonly fix: string }[],
): string {
  const lines = rows.map(({ where, what, fix }) => `  ${where}\n      ${what}\n      fix: ${fix}\n`);
  return `\n${heading}:\n${lines.join("")}`;
}

export function writeConfiguration(call: CommandCall<OutputFile>, written: Written): ExitCode {
  const { file, input, about, more = "" } = written;
  const schema = schemaPlace(file);
  const schemaText = JSON.stringify(configJsonSchema());
  try {
    writeFileSync(file, configurationText({ ...written, schema: schema.named }), { flag: "wx" });
    if (schema.file !== undefined && !existsSync(schema.file))
      writeFileSync(schema.file, schemaText, { flag: "wx" });
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    return fail(call, {
      code: "output-not-written",
      message: `not written: ${file} (${reason})`,
      fix: "name another file with --output FILE",
    });
  }
  const old = schema.file !== undefined && readFileSync(schema.file, "utf8") !== schemaText;
  const next = nextSteps({ input, file, call });
  const origin = typeof about.preset === "string" ? `preset ${about.preset}, ` : "";
  call.print(
    { path: file, ...about, values: input, schema: schema.named, next },
    [
      `Wrote ${file}: ${origin}cluster ${input.name} in ${input.region}.`,
      ...(schema.file === undefined ? [] : [schemaSaid(basename(schema.file), old)]),
      `${more}\nNext:\n${stepsText(next)}`,
    ].join("\n"),
  );
  return exitCodes.ok;
}

function schemaSaid(name: string, old: boolean): string {
  return old
    ? `${name} next to it belongs to another version of glrunner and was kept. Delete it, and init writes the new one.`
    : `Editors complete and check it with ${name} next to it.`;
}
