/** Makes docs/messages.md: every code that a configuration can be answered with, from the table of codes. */
import { problemCodes } from "../input/problem-codes";

/** Markdown. Links go from `docs/`. */
export function messagesPage(): string {
  const codes = Object.entries(problemCodes).sort(([one], [other]) => (one < other ? -1 : 1));
  const sections = codes.map(
    ([code, { level, cause, nextStep }]) => `### ${code}\n\nLevel: ${level}. ${cause} ${nextStep}\n`,
  );
  return `# Messages

Look up the code that stands in brackets behind a message about your configuration. A problem refuses the configuration, a
warning does not. \`npm run docs\` writes this page from \`src/config/input/problem-codes\`.

Errors of Terraform, AWS, Kubernetes and Helm are in [troubleshooting](troubleshooting.md). Exit codes are in
[commands](commands.md).

## Codes

${sections.join("\n")}`;
}
