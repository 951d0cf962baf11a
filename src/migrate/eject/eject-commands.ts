/** Writes the commands of an ejected folder as a page and as a bash script, both from one list. */
import { backends } from "../../config/backends";
import type { Config } from "../../config/config";
import { blueprintsRepository } from "../../clients/terraform/module-cache";
import { terraformVariables } from "../../clients/terraform/terraform-program";
import { oldestVersions } from "../../clients/terraform/terraform-version";

export interface EjectedStack {
  readonly stack: string;
  /** The place of its state. */
  readonly state: string;
  /** Terraform variables without a default. */
  readonly variables: readonly string[];
  readonly terraformVersion: string;
  readonly needsBlueprints: boolean;
}

interface TerraformStep {
  readonly stack: string;
  readonly target?: string;
}

/** The targets of a single root. As in the tutorial, it is deployed in parts, since its providers need an existing cluster. */
const targets = {
  deploy: ["module.vpc", "module.eks"],
  destroy: ["module.eks_blueprints_kubernetes_addons", "module.eks"],
} as const;

function terraformSteps(
  stacks: readonly EjectedStack[],
  { layout }: Config,
  command: "deploy" | "destroy",
): TerraformStep[] {
  const whole = stacks.map(({ stack }) => ({ stack }));
  if (command === "destroy") whole.reverse();
  if (layout === "staged") return whole;
  return whole.flatMap((step) => [...targets[command].map((target) => ({ ...step, target })), step]);
}

/** A command for the page. */
const terraform = (stack: string, ...args: readonly string[]) =>
  ["terraform", `-chdir=stacks/${stack}`, ...args].join(" ");

/** The same command for the script, which chooses Terraform or OpenTofu as glrunner does. */
const inBash = (line: string) => line.replace(/^terraform /, '"$terraform" ');
const chosen = `terraform="\${${terraformVariables[0]}:-\${${terraformVariables[1]}:-}}"`;

function linesOf(steps: readonly TerraformStep[], verb: "plan" | "apply" | "destroy"): string[] {
  return steps.flatMap(({ stack, target }, index) => [
    ...(steps[index - 1]?.stack === stack ? [] : [terraform(stack, "init")]),
    terraform(stack, verb, ...(target === undefined ? [] : [`-target=${target}`])),
  ]);
}

function commandsOf(stacks: readonly EjectedStack[], config: Config) {
  return {
    plan: linesOf(
      stacks.map(({ stack }) => ({ stack })),
      "plan",
    ),
    deploy: linesOf(terraformSteps(stacks, config, "deploy"), "apply"),
    destroy: linesOf(terraformSteps(stacks, config, "destroy"), "destroy"),
  };
}

const variablesOf = (stacks: readonly EjectedStack[]) => [
  ...new Set(stacks.flatMap(({ variables }) => variables.map((name) => `TF_VAR_${name}`))),
];

/** Two nested modules have a source without a tag. These lines make git use the pinned copy instead. */
function redirectLines(): string[] {
  const { url, tag, commit } = blueprintsRepository();
  return [
    `copy="$PWD/${tag}-terraform-aws-eks-blueprints.git"`,
    `[ -d "$copy" ] || git clone --quiet --bare --depth 1 --branch ${tag} ${url} "$copy"`,
    `[ "$(git --git-dir "$copy" rev-parse 'HEAD^{commit}')" = ${commit} ] || { echo "tag ${tag} was moved: do not deploy it" >&2; exit 1; }`,
    'n="${GIT_CONFIG_COUNT:-0}"',
    `export "GIT_CONFIG_KEY_$n=url.file://$copy.insteadOf" "GIT_CONFIG_VALUE_$n=${url}"`,
    'export GIT_CONFIG_COUNT="$((n + 1))"',
  ];
}

export function commandsScript(stacks: readonly EjectedStack[], config: Config): string {
  const commands = Object.entries(commandsOf(stacks, config)).flatMap(([name, lines]) => [
    `${name}() {`,
    ...lines.map(inBash).map((line) => (line.endsWith(" init") ? `  ${line}` : `  ${line} "$@"`)),
    "}",
    "",
  ]);
  return `${[
    "#!/usr/bin/env bash",
    `# Terraform for ${config.name} in ${config.region}: ./commands.sh plan | deploy | destroy [options of terraform]`,
    "set -euo pipefail",
    chosen,
    '[ -n "$terraform" ] || terraform="$(command -v terraform || command -v tofu || echo terraform)"',
    'cd "$(dirname "${BASH_SOURCE[0]}")"',
    "",
    ...commands,
    "prepare() {",
    ...variablesOf(stacks).map((name) => `  : "\${${name}:?a runner token}"`),
    ...(stacks.some(({ needsBlueprints }) => needsBlueprints)
      ? redirectLines().map((line) => `  ${line}`)
      : []),
    '  command -v "$terraform" > /dev/null || { echo "neither Terraform nor OpenTofu was found" >&2; exit 1; }',
    "}",
    "",
    'case "${1-}" in',
    '  plan | deploy | destroy) prepare; "$@" ;;',
    '  *) echo "usage: $0 plan | deploy | destroy [options of terraform]" >&2; exit 2 ;;',
    "esac",
  ].join("\n")}\n`;
}

export function commandsPage(stacks: readonly EjectedStack[], config: Config): string {
  const { plan, deploy, destroy } = commandsOf(stacks, config);
  const block = (lines: readonly string[]) => ["```sh", ...lines, "```", ""];
  const tokens = variablesOf(stacks);
  const backend = backends[config.state.backend].credentials;
  const redirected = stacks.some(({ needsBlueprints }) => needsBlueprints);
  return [
    `# ${config.name} in ${config.region}, with plain Terraform`,
    "",
    "Run `./commands.sh plan`, `deploy` or `destroy` for the commands below. Terraform asks before it changes anything.",
    "",
    "## Requirements",
    "",
    `- Terraform ${stacks[0]?.terraformVersion ?? ""}, or OpenTofu >= ${oldestVersions.OpenTofu}: then type \`tofu\` instead of \`terraform\`; aws and git on PATH.`,
    "- AWS credentials for the account, as for every AWS tool (`AWS_PROFILE`, or keys in the environment).",
    ...(backend === "" ? [] : [`- For the state: ${backend}.`]),
    ...tokens.map((name) => `- \`${name}\`: a runner token.`),
    ...(redirected
      ? ["- For git, once in the shell, before the first `init`:", "", ...block(redirectLines())]
      : [""]),
    "## State",
    "",
    ...stacks.map(({ stack, state }) => `- ${stack}: \`${state}\``),
    "",
    "## Plan",
    "",
    "You can plan a stack after you have deployed the stack before it.",
    "",
    ...block(plan),
    "## Deploy",
    "",
    ...block(deploy),
    "## Destroy",
    "",
    "These commands do not check whether jobs are still running, nor whether resources remain in AWS afterwards.",
    "",
    ...block(destroy),
  ].join("\n");
}
