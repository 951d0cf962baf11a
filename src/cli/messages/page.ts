/** Generates `docs/messages.md`, which lists every code that glrunner prints, from the tables of codes. */
import { findingTexts } from "../../check/finding-texts";
import { systemErrors } from "../../clients/system/system-error";
import { problemCodes } from "../../config/input/problem-codes";
import { lintTexts } from "../../fleet/pipeline/lint-texts";
import { catalogue } from "../../run/errors/catalogue";
import { exitCodes } from "../exit-codes";
import { messages } from "./index";

interface Row {
  readonly code: string;
  readonly text: string;
}

interface Family {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly Row[];
}

type Texts = Readonly<Record<string, { readonly cause: string; readonly nextStep: string }>>;

const rowsOf = (texts: Texts): readonly Row[] =>
  Object.entries(texts).map(([code, { cause, nextStep }]) => ({ code, text: `${cause} ${nextStep}` }));

/** Returns the families of codes in the order of the page. */
const families = (): readonly Family[] => [
  {
    title: "Commands",
    about:
      "The code in brackets after the message of a command that failed, and `error.code` with `--json`. Each text begins with the exit code.",
    rows: Object.entries(messages).map(([code, { level, cause, nextStep }]) => ({
      code,
      text: `Exit code ${exitCodes[level]}. ${cause} ${nextStep}`,
    })),
  },
  {
    title: "Configuration",
    about:
      "The code in brackets after a message about your configuration, and `details.problems[].code` with `--json`. glrunner refuses a configuration with problems. It accepts a configuration with warnings.",
    rows: Object.entries(problemCodes).map(([code, { level, cause, nextStep }]) => ({
      code,
      text: `Level: ${level}. ${cause} ${nextStep}`,
    })),
  },
  {
    title: "Findings of check",
    about:
      "`findings[].id` of `glrunner check --json`. `*` stands for a name. Each id can have any level: ok, warning, error, or unknown if the check was not possible.",
    rows: rowsOf(findingTexts),
  },
  {
    title: "Rules of pipeline lint",
    about:
      "`findings[].rule` of `glrunner pipeline lint .gitlab-ci.yml --json`, and the codes with which it refuses a whole file.",
    rows: rowsOf(lintTexts),
  },
  {
    title: "Operating system",
    about: "Errors of the operating system while a command reads or writes a file. The exit code is 1.",
    rows: Object.entries(systemErrors).map(([code, [what, fix]]) => ({
      code,
      text: `Message: ${what} PATH. Next step: ${fix}.`,
    })),
  },
];

/** Returns every code of the page except those of the error catalogue. */
export function documentedCodes(): readonly string[] {
  return families().flatMap(({ rows }) => rows.map(({ code }) => code));
}

/** Returns the page as Markdown, with links relative to `docs/`. */
export function messagesPage(): string {
  const chapters = families().map(({ title, about, rows }) => {
    const sorted = [...rows].sort((a, b) => (a.code < b.code ? -1 : 1));
    return `## ${title}\n\n${about}\n\n${sorted.map(({ code, text }) => `### ${code}\n\n${text}\n`).join("\n")}`;
  });
  const errors = catalogue.map(({ id, cause }) => `- [${id}](troubleshooting.md#${id}): ${cause}`);
  return `# Messages

Look up a code that glrunner printed to see what it means and what to do. \`npm run docs\` writes this page from the tables that
the commands use, so it is complete.

With \`--json\`, a command that fails prints one document on stdout, together with its result if it has one. Its schema is
[cli-error.schema.json](cli-error.schema.json):

\`\`\`json
{
  "error": {
    "code": "configuration-refused",
    "message": "the configuration has a problem: missing",
    "fix": "add region",
    "details": { "problems": [{ "severity": "problem", "code": "missing", "path": "region" }] }
  }
}
\`\`\`

Exit codes are in [commands](commands.md#exit-codes).

${chapters.join("\n")}
## Terraform

Errors of Terraform, AWS, Kubernetes and Helm. The code of a run that failed is the id of the first error that the
catalogue knows. The linked page shows the text of the error and how the run handles it.

${errors.join("\n")}
`;
}
