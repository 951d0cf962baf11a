/** Whether the programs that a deployment starts are installed and new enough. */
import { tmpdir } from "node:os";
import { compareVersions } from "../../facts/version-order";
import { runCommand } from "../../clients/system/command";
import { oldestTerraform, terraformIn } from "../../clients/terraform/terraform-version";
import { findingsOf, type Finding } from "../finding";
import type { MachineQuestion } from "./reader";
import { oldest } from "../../clients/system/required-programs";

const finding = findingsOf("machine");

/** A version manager may need several seconds to start a program. */
const programTimeoutMs = 30_000;

type ProgramEnvironment = Pick<MachineQuestion, "env" | "signal">;

interface ProgramsQuestion extends ProgramEnvironment {
  /** Of the configuration: the version set decides what is needed. */
  readonly config: { readonly versions: Pick<MachineQuestion["config"]["versions"], "set"> };
}

export async function programs(
  { config, ...place }: ProgramsQuestion,
  nodeVersion: string,
): Promise<readonly Finding[]> {
  // Set tutorial gets its cluster token from the AWS API; set current runs `aws eks get-token`.
  const withExec = config.versions.set !== "tutorial";
  const found = await Promise.all([
    terraform(place),
    versioned("git", ["git", "--version"], /git version (\d+(?:\.\d+)*)/, place),
    ...(withExec ? [versioned("aws", ["aws", "--version"], /aws-cli\/(\d+(?:\.\d+)*)/, place)] : []),
    kubectl(place),
  ]);
  return [...found, node(nodeVersion)];
}

type ProgramArguments = readonly [string, ...string[]];

/** @returns its output; undefined if it could not start or failed */
async function output(
  command: ProgramArguments,
  { env, signal }: ProgramEnvironment,
): Promise<string | undefined> {
  const { status, stdout, stderr } = await runCommand(command, {
    cwd: tmpdir(),
    env,
    signal,
    timeoutMs: programTimeoutMs,
    graceMs: 1000,
  });
  // Old versions of the AWS CLI print their version to stderr.
  return status === 0 ? stdout + stderr : undefined;
}

const install = {
  terraform: "https://developer.hashicorp.com/terraform/install",
  git: "https://git-scm.com/downloads",
  aws: oldest.aws.source,
} as const;

async function terraform(place: ProgramEnvironment): Promise<Finding> {
  const fix = `install Terraform ${oldestTerraform} or newer: ${install.terraform}`;
  const source = install.terraform;
  const text = await output(["terraform", "version", "-json"], place);
  if (text === undefined) return finding("error", "terraform", "Terraform was not found", { fix, source });
  const found = terraformIn(text);
  if (found === undefined) {
    return finding("unknown", "terraform", "the output of `terraform version -json` was not understood", {
      fix,
    });
  }
  return found.newEnough
    ? finding("ok", "terraform", `Terraform ${found.version}`)
    : finding(
        "error",
        "terraform",
        `Terraform ${found.version} is too old: it would write runner tokens into the state`,
        { fix, source },
      );
}

async function versioned(
  name: "git" | "aws",
  command: ProgramArguments,
  form: RegExp,
  place: ProgramEnvironment,
): Promise<Finding> {
  const { version: needed, source, level } = oldest[name];
  const fix = `install ${name} ${needed} or newer: ${install[name]}`;
  const text = await output(command, place);
  if (text === undefined) return finding("error", name, `${name} was not found`, { fix });
  const version = form.exec(text)?.[1];
  if (version === undefined) {
    return finding("unknown", name, `the output of \`${command.join(" ")}\` was not understood`, { fix });
  }
  return compareVersions(version, needed) >= 0
    ? finding("ok", name, `${name} ${version}`)
    : finding(level, name, `${name} ${version} is too old`, { fix, source });
}

async function kubectl(place: ProgramEnvironment): Promise<Finding> {
  const text = await output(["kubectl", "version", "--client"], place);
  if (text !== undefined) return finding("ok", "kubectl", "kubectl");
  const fix = "install kubectl: https://kubernetes.io/docs/tasks/tools/";
  return finding(
    "warning",
    "kubectl",
    "kubectl was not found: deploy works without it, jobs and destroy do not",
    {
      fix,
    },
  );
}

function node(given: string): Finding {
  const version = given.replace(/^v/, "");
  const { version: needed, source } = oldest.node;
  return compareVersions(version, needed) >= 0
    ? finding("ok", "node", `Node.js ${version}`)
    : finding("error", "node", `Node.js ${version} is too old`, {
        fix: `install Node.js ${needed} or newer: https://nodejs.org`,
        source,
      });
}
