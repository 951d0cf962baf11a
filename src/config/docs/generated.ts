/** The files in `docs` that `npm run docs` writes from the schema and from the table of job errors. */
import { format, resolveConfig } from "prettier";
import { configJsonSchema } from "./json-schema";
import { jobErrorsPage } from "./job-errors";
import { referencePages } from "./reference";

export interface GeneratedFile {
  /** Relative to the project's directory. */
  readonly path: string;
  readonly text: string;
}

/** The file as `npm run format` would format it. */
export async function formatted(path: string, text: string): Promise<GeneratedFile> {
  return { path, text: await format(text, { ...(await resolveConfig(path)), filepath: path }) };
}

/** The files before formatting. */
export function generatedTexts(): readonly GeneratedFile[] {
  return [
    { path: "docs/glrunner.schema.json", text: JSON.stringify(configJsonSchema(), null, 2) },
    { path: "docs/job-errors.md", text: jobErrorsPage() },
    ...referencePages(),
  ];
}
