/** Generates docs/auto-devops.md: the result of `pipeline lint` for each job of GitLab's Auto DevOps on each compute class. */
import { stringify } from "yaml";
import { parseConfig } from "../../../config";
import { pricesDate } from "../../../facts/aws/prices";
import type { LintFinding } from "../lint-finding";
import { fleetOf, type FleetRunner } from "../fleet-runner";
import { lint } from "../lint/lint";
import { autoDevopsCommit, autoDevopsJobs, autoDevopsNeverRun } from "./auto-devops-jobs";

const repository = "https://github.com/gitlabhq/gitlabhq/blob";
const templates = "lib/gitlab/ci/templates";

/** The configurations of the columns, by title: one runner with the defaults, which also runs untagged jobs. */
const runners = {
  Fargate: { compute: "fargate" },
  Spot: { compute: "spot" },
  "on-demand": { compute: "on-demand" },
  "on-demand, privileged": { compute: "on-demand", job: { privileged: true } },
} as const;

function runnerOf(settings: object): FleetRunner {
  const runner = { name: "runner", token: "env:TF_VAR_token", ...settings };
  // A configuration with Spot needs a runner without it.
  const safe = { name: "safe", token: "env:TF_VAR_safe", tags: ["safe"] };
  const parsed = parseConfig(
    { name: "ci", region: "us-east-1", runners: [runner, safe] },
    { env: {}, today: pricesDate, home: "/home/user" },
  );
  const [first] = parsed.ok ? fleetOf(parsed.config) : [];
  if (first === undefined) throw new Error(JSON.stringify(parsed));
  return { ...first, tags: [], runUntagged: true };
}

const classes = Object.entries(runners).map(([title, settings]) => ({ title, runner: runnerOf(settings) }));

/** A pipeline of the jobs, with only the keys that decide where they can run. */
function pipelineText(): string {
  const entries = autoDevopsJobs.flatMap(({ jobs, image, services, script }) =>
    jobs.map((name) => [name, { image, ...(services && { services }), script: [script ?? "true"] }] as const),
  );
  return stringify(Object.fromEntries(entries));
}

function findingsFor(fleetRunner: FleetRunner): readonly LintFinding[] {
  const outcome = lint(pipelineText(), [fleetRunner]);
  if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join(" "));
  return outcome.result.findings;
}

const hasJob = ({ places }: LintFinding, job: string) => places.some(({ jobs }) => jobs.includes(job));

function verdict(findings: readonly LintFinding[], job: string): string {
  const own = findings.filter((finding) => hasJob(finding, job));
  const rulesOf = (level: LintFinding["level"]) => [
    ...new Set(own.flatMap((finding) => (finding.level === level ? [`\`${finding.rule}\``] : []))),
  ];
  const [errors, warnings] = [rulesOf("error"), rulesOf("warning")];
  if (errors.length > 0) return `no: ${errors.join(", ")}`;
  return warnings.length > 0 ? `yes, warns: ${warnings.join(", ")}` : "yes";
}

export function autoDevopsPage(): string {
  const all = classes.map((compute) => findingsFor(compute.runner));
  const rows = autoDevopsJobs.map(({ template, commit, jobs, image, services = [] }) => {
    const [first = ""] = jobs;
    const link = `[${template}](${repository}/${commit}/${templates}/${template})`;
    const cells = all.map((findings) => verdict(findings, first));
    const images = [image, ...services].map((name) => `\`${name}\``).join(" with ");
    return [jobs.map((job) => `\`${job}\``).join(", "), images, ...cells, link];
  });
  const head = ["job", "image and services", ...classes.map(({ title }) => title), "template"];
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return `# Auto DevOps on the fleet

GitLab's Auto DevOps is a pipeline made of templates. This page says which of its jobs each compute class can run. It is
generated: \`pipeline lint\` judges each job, and the names in the table are [its rules](pipelines.md#a-pipeline-against-the-fleet).

Only jobs with Docker-in-Docker cannot run on Fargate or in an unprivileged pod: \`build\`, \`code_quality\` and
\`browser_performance\`. All others run on every class. Their warnings are about Docker Hub, which limits pulls, and about
Spot, because the templates have no \`retry\`.

The jobs have no tags. Choose where they run in \`.gitlab-ci.yml\`, with a privileged runner for the three:

\`\`\`yaml
include:
  - template: Auto-DevOps.gitlab-ci.yml
default:
  tags: [eks-fargate]
build:
  tags: [eks-on-demand]
code_quality:
  tags: [eks-on-demand]
browser_performance:
  tags: [eks-on-demand]
\`\`\`

\`\`\`yaml
runners:
  - name: docker
    compute: on-demand
    job: { privileged: true }
    # ...
\`\`\`

Not \`build: docker\`: it expects a daemon with TLS, and these jobs start theirs without.

Or switch the jobs off with the variables \`BUILD_DISABLED\`, \`CODE_QUALITY_DISABLED\` and \`BROWSER_PERFORMANCE_DISABLED\`,
and build the image in a job of your own with a maintained fork of kaniko.

The table is of the template
[Auto-DevOps.gitlab-ci.yml at ${autoDevopsCommit.slice(0, 8)}](${repository}/${autoDevopsCommit}/${templates}/Auto-DevOps.gitlab-ci.yml).
Each file that it includes was read at the commit of the link, on 2026-11-30. Your GitLab has the templates of its own
version, with other versions of the same images; where it has no \`license_scanning\`, dependency scanning does its work.

These jobs are in the templates too and never run: others extend them, or GitLab removed them.
${autoDevopsNeverRun.map((job) => `\`${job}\``).join(", ")}.

${[line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")}
`;
}
