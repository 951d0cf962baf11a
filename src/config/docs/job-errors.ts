/** Makes docs/job-errors.md: what fails a job before its script, from the table of facts. */
import { certificateSeconds, jobStartErrors, waitForPodFlag } from "../../facts/gitlab/job-start-errors";

/** Markdown. Links go from `docs/`. */
export function jobErrorsPage(): string {
  const sections = jobStartErrors.map(({ text, cause, fix, attempts }) => {
    const tries = attempts === undefined ? "" : `- **Attempts**: ${attempts} (\`retry_limits\`)\n`;
    return `### \`${text}\`\n\n- **Cause**: ${cause}\n- **What to do**: ${fix}\n${tries}`;
  });
  return `# A job that fails before its script

Look up the text of the job's log. GitLab calls these failures \`runner_system_failure\`, so a job with \`retry\` is started again:

\`\`\`yaml
default:
  retry: { max: 2, when: runner_system_failure }
\`\`\`

\`npm run docs\` writes this page from \`src/facts/gitlab/job-start-errors.ts\`, with the sources.

## A node that is seconds old

A new kubelet has no serving certificate for up to ${certificateSeconds} s, and each Fargate pod has a new kubelet. Meanwhile the pod is
\`Running\`, and every command in it fails. GitLab Runner's own five attempts end within seconds. glrunner sets, for every runner:

- \`${waitForPodFlag}\`: after a pod runs, the runner reads its log until that works, for \`poll_timeout\` at most. It needs \`get\` on
  \`pods/log\`, which the managers have. GitLab Runner has it since 17.6; each chart that glrunner takes is newer.
- \`retry_limits\`: more attempts for the texts below. \`extraToml\` may change each number.

Node pools have no \`startupTaints\` for it: something has to take such a taint off again, a DaemonSet with an image of its own
([AWS shows one](https://repost.aws/articles/ARv5gI9t1CSeqnp7oDcKV14A)), and the runner's own wait covers Fargate too.

## Texts

${sections.join("\n")}`;
}
