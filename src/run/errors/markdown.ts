/** Renders the catalogue as a page: each error with its cause, the action of the run, and the fix. */
import { sections } from "./catalogue";
import type { CatalogueEntry, ErrorAction } from "./entry";

const introduction = `# Errors and fixes

The errors of Terraform that \`glrunner\` recognizes, and what it does about each. It stops at any other error and never retries it.
`;

/** The page `docs/troubleshooting.md`. */
export function catalogueMarkdown(): string {
  const chapters = sections.map(({ title, entries }) => [`## ${title}\n`, ...entries.map(entryMarkdown)]);
  return [introduction, ...chapters.flat()].join("\n");
}

function entryMarkdown(entry: CatalogueEntry): string {
  const { id, example, stages, during, cause, action, fix, fixAdopted, link } = entry;
  const adopted = fixAdopted === undefined ? "" : `\n- **Fix for an adopted cluster**: ${fixAdopted}`;
  const where = stages === "all" ? "any stage" : stages.join(", ");
  const when = during === undefined ? "" : ` (${during.join(", ")})`;
  return `### ${id}

\`\`\`text
${example.trimEnd()}
\`\`\`

- **Where**: ${where}${when}
- **Cause**: ${cause}
- **The run**: ${actionText(action)}
- **Fix**: ${fix}${adopted}
- **More**: <${link}>
`;
}

function actionText(action: ErrorAction): string {
  switch (action.kind) {
    case "retry": {
      const times = action.attempts === 1 ? "once" : `up to ${action.attempts} times`;
      return `retries ${times}, after ${action.waitSeconds} seconds. ${action.because}`;
    }
    case "wait-for-credentials":
      return "waits until the credentials work again, then continues.";
    case "adopt":
      return "imports the existing resource if its name proves that it belongs to this configuration, then continues.";
    case "stop":
      return "stops and reports the error. The state records all changes until then.";
  }
}
