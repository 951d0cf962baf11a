/** Renders the catalogue as a page: each error with its cause, the action of the run, and the way out by hand. */
import { sections } from "./catalogue";
import type { CatalogueEntry, ErrorAction } from "./entry";

const introduction = `# Errors and ways out

What \`glrunner\` does about each error of Terraform. An error that is not here ends the run and is never retried.
`;

/** The page `docs/errors.md`. */
export function catalogueMarkdown(): string {
  const chapters = sections.map(({ title, entries }) => [`## ${title}\n`, ...entries.map(entryMarkdown)]);
  return [introduction, ...chapters.flat()].join("\n");
}

function entryMarkdown(entry: CatalogueEntry): string {
  const { id, example, stages, during, cause, action, fix, fixAdopted, link } = entry;
  const adopted = fixAdopted === undefined ? "" : `\n- **Way out for an adopted cluster**: ${fixAdopted}`;
  const where = stages === "all" ? "any stage" : stages.join(", ");
  const when = during === undefined ? "" : ` (${during.join(", ")})`;
  return `### ${id}

\`\`\`text
${example.trimEnd()}
\`\`\`

- **Where**: ${where}${when}
- **Cause**: ${cause}
- **The run**: ${actionText(action)}
- **Way out**: ${fix}${adopted}
- **More**: <${link}>
`;
}

function actionText(action: ErrorAction): string {
  switch (action.kind) {
    case "retry": {
      const times = action.attempts === 1 ? "once" : `up to ${action.attempts} times`;
      return `tries again ${times}, after ${action.waitSeconds} seconds. ${action.because}`;
    }
    case "wait-for-credentials":
      return "waits until the credentials work again, then continues.";
    case "adopt":
      return "imports the existing resource if its name proves that it belongs to this configuration, then continues.";
    case "stop":
      return "stops and says so; what was done is in the state.";
  }
}
