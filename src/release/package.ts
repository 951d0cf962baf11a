/** The package.json and the README of the published npm package, which runs no script when it is installed. */
import * as z from "zod";
import { oldest } from "../clients/system/required-programs";
import { sections } from "../cli/commands";
import { overview } from "../cli/definition/help";
import { fileName } from "./bundle";

const projectSchema = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
});

/** @param project the text of the project's package.json */
export function packageJson(project: string): string {
  const content = {
    ...projectSchema.parse(JSON.parse(project)),
    engines: { node: `>=${oldest.node.version}` },
    bin: { glrunner: fileName },
    files: [fileName],
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

export function packageReadme(): string {
  return `# glrunner

One file, no dependencies. A deploy also needs Terraform, git and the AWS CLI; \`glrunner check\` says
what is missing. To use cdktf's own commands, name this program as the app in \`cdktf.json\`:

\`\`\`json
{ "language": "typescript", "app": "npx glrunner synth" }
\`\`\`

\`\`\`text
${overview(sections)}\`\`\`
`;
}
