/** Generates docs/job-errors.md, about jobs that fail before their script, from the table of facts. */
import { certificateSeconds, jobStartErrors, waitForPodFlag } from "../../facts/gitlab/job-start-errors";

/** The page as Markdown. Its links are relative to `docs/`. */
export function jobErrorsPage(): string {
  const sections = jobStartErrors.map(({ text, cause, fix, attempts }) => {
    const tries = attempts === undefined ? "" : `- **Attempts**: ${attempts} (\`retry_limits\`)\n`;
    return `### \`${text}\`\n\n- **Cause**: ${cause}\n- **What to do**: ${fix}\n${tries}`;
  });
  return `# A job that fails before its script

Find the text of the job's log below. GitLab calls these failures \`runner_system_failure\`, so \`retry\` starts the job again:

\`\`\`yaml
default:
  retry: { max: 2, when: runner_system_failure }
\`\`\`

\`npm run docs\` writes this page from \`src/facts/gitlab/job-start-errors.ts\`, with the sources.

## A node that is seconds old

A new kubelet has no serving certificate for up to ${certificateSeconds} s, and each Fargate pod has a new kubelet. Until then the pod is
\`Running\`, but every command in it fails. GitLab Runner makes five attempts within seconds. glrunner sets for every runner:

- \`${waitForPodFlag}\`: when a pod runs, the runner tries to read its log until that works, for at most \`poll_timeout\`. It needs
  \`get\` on \`pods/log\`, which the managers have. GitLab Runner has it since 17.6, and every supported chart is newer.
- \`retry_limits\`: more attempts for the errors below. \`extraToml\` may change each number.

Node pools have no \`startupTaints\` for this, because a DaemonSet with an image of its own would have to remove the taint
([AWS shows one](https://repost.aws/articles/ARv5gI9t1CSeqnp7oDcKV14A)). The wait of the runner also covers Fargate.

## Texts

${sections.join("\n")}`;
}
