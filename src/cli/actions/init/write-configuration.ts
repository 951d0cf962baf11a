/** The end of `glrunner init`: writes the configuration and the editors' schema next to it, and lists the next steps. */
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
  /** The origin of the values, as keys of the JSON result. */
  readonly about: Readonly<Record<string, unknown>>;
  /** More text below the first line. */
  readonly more?: string;
}

interface SchemaFile {
  /** Its path as the configuration names it. */
  readonly named: string;
  /** Where to write it. @default it exists */
  readonly file?: string;
}

/** Inside the glrunner project its own schema, else a copy next to the configuration. */
function schemaFile(file: string): SchemaFile {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const published = join(folder, "docs", "glrunner.schema.json");
    if (existsSync(published)) return { named: relative(dirname(file), published) };
    if (folder === dirname(folder)) break;
  }
  const named = "glrunner.schema.json";
  return { named, file: join(dirname(file), named) };
}

/** The differences from the source as a list: where, what and the fix. */
export function differencesText(
  heading: string,
  rows: readonly { readonly where: string; readonly what: string; readonly fix: string }[],
): string {
  const lines = rows.map(({ where, what, fix }) => `  ${where}\n      ${what}\n      fix: ${fix}\n`);
  return `\n${heading}:\n${lines.join("")}`;
}

export function writeConfiguration(call: CommandCall<OutputFile>, written: Written): ExitCode {
  const { file, input, about, more = "" } = written;
  const schema = schemaFile(file);
  const schemaJson = JSON.stringify(configJsonSchema());
  try {
    writeFileSync(file, configurationText({ ...written, schema: schema.named }), { flag: "wx" });
    if (schema.file !== undefined && !existsSync(schema.file))
      writeFileSync(schema.file, schemaJson, { flag: "wx" });
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    return fail(call, {
      code: "output-not-written",
      message: `not written: ${file} (${reason})`,
      fix: "name another file with --output FILE",
    });
  }
  const old = schema.file !== undefined && readFileSync(schema.file, "utf8") !== schemaJson;
  const next = nextSteps(call, { input, file });
  const origin = typeof about.preset === "string" ? `preset ${about.preset}, ` : "";
  call.print(
    { path: file, ...about, values: input, schema: schema.named, next },
    [
      `Wrote ${file}: ${origin}cluster ${input.name} in ${input.region}.`,
      ...(schema.file === undefined ? [] : [schemaText(basename(schema.file), old)]),
      `${more}\nNext:\n${stepsText(next)}`,
    ].join("\n"),
  );
  return exitCodes.ok;
}

function schemaText(name: string, old: boolean): string {
  return old
    ? `${name} next to it belongs to another version of glrunner and was kept. To replace it, delete it before the next init.`
    : `Editors complete and check the file with ${name} next to it.`;
}
