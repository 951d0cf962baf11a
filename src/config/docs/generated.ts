/** The files that are made from the schema, as they must be in the repository. */
import { format, resolveConfig } from "prettier";
import { configJsonSchema } from "./json-schema";
import { jobErrorsPage } from "./job-errors";
import { referencePages } from "./reference";

export interface GeneratedFile {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
}

export async function formatted(path: string, text: string): Promise<GeneratedFile> {
  return { path, text: await format(text, { ...(await resolveConfig(path)), filepath: path }) };
}

export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  return Promise.all([
    formatted("docs/glrunner.schema.json", JSON.stringify(configJsonSchema(), null, 2)),
    formatted("docs/job-errors.md", jobErrorsPage()),
    ...referencePages().map(({ path, text }) => formatted(path, text)),
  ]);
}
