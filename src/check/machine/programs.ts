/** Checks whether the programs that a deployment starts are installed and new enough. */
import { tmpdir } from "node:os";
import { nextOldestNode, nodeEnded, nodeReleasesTable } from "../../facts/programs/node-releases";
import { compareVersions } from "../../facts/version-order";
import {
  terraformProduct,
  terraformProgram,
  terraformVariables,
} from "../../clients/terraform/terraform-program";
import { oldestVersions, terraformIn } from "../../clients/terraform/terraform-version";
import { findingsOf, type Finding } from "../finding";
import type { MachineQuestion, MachineReader } from "./reader";
import { oldest } from "../../clients/system/required-programs";

const finding = findingsOf("machine");

/** A version manager may need several seconds to start a program. */
const programTimeoutMs = 30_000;

/** What it takes to start a program. */
type ProgramStarter = Pick<MachineQuestion, "env" | "signal"> & Pick<MachineReader, "execute">;

interface ProgramsQuestion extends Pick<MachineQuestion, "env" | "signal" | "on"> {
  /** Of the configuration: the version set decides what is needed. */
  readonly config: { readonly versions: Pick<MachineQuestion["config"]["versions"], "set"> };
}

/** One finding for each program, and one for Node.js. */
export async function programs(
  { config, on, env, signal }: ProgramsQuestion,
  { nodeVersion, execute }: Pick<MachineReader, "nodeVersion" | "execute">,
): Promise<readonly Finding[]> {
  const starter = { env, signal, execute };
  // Set tutorial gets its cluster token from the AWS API; set current runs `aws eks get-token`.
  const withExec = config.versions.set !== "tutorial";
  const found = await Promise.all([
    terraform(starter),
    versioned("git", ["git", "--version"], /git version (\d+(?:\.\d+)*)/, starter),
    ...(withExec ? [versioned("aws", ["aws", "--version"], /aws-cli\/(\d+(?:\.\d+)*)/, starter)] : []),
    kubectl(starter),
  ]);
  return [...found, node(nodeVersion, on)];
}

type ProgramArguments = readonly [string, ...string[]];

/** @returns the output of the program; undefined if it could not start or failed */
async function output(
  command: ProgramArguments,
  { env, signal, execute }: ProgramStarter,
): Promise<string | undefined> {
  const { status, stdout, stderr } = await execute(command, {
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
  Terraform: "https://developer.hashicorp.com/terraform/install",
  OpenTofu: "https://opentofu.org/docs/intro/install/",
  git: "https://git-scm.com/downloads",
  aws: oldest.aws.source,
} as const;

async function terraform(starter: ProgramStarter): Promise<Finding> {
  const program = terraformProgram(starter.env);
  const product = terraformProduct(starter.env);
  const needed = oldestVersions[product];
  const source = install[product];
  const fix = `install ${product} ${needed} or newer: ${source}`;
  const text = await output([program, "version", "-json"], starter);
  if (text === undefined) {
    const named = terraformVariables.find((name) => (starter.env[name] ?? "") !== "");
    const what =
      named === undefined ? "Terraform was not found" : `${named}=${program} was not found or does not run`;
    return finding("error", "terraform", what, { fix, source });
  }
  const found = terraformIn(text, product);
  if (found === undefined) {
    return finding("unknown", "terraform", `the output of \`${program} version -json\` was not understood`, {
      fix,
    });
  }
  return found.newEnough
    ? finding("ok", "terraform", `${product} ${found.version}`)
    : finding(
        "error",
        "terraform",
        `${product} ${found.version} is too old: it would write runner tokens into the state`,
        { fix, source },
      );
}

async function versioned(
  name: "git" | "aws",
  command: ProgramArguments,
  form: RegExp,
  starter: ProgramStarter,
): Promise<Finding> {
  const { version: needed, source, level } = oldest[name];
  const fix = `install ${name} ${needed} or newer: ${install[name]}`;
  const text = await output(command, starter);
  if (text === undefined) return finding("error", name, `${name} was not found`, { fix });
  const version = form.exec(text)?.[1];
  if (version === undefined) {
    return finding("unknown", name, `the output of \`${command.join(" ")}\` was not understood`, { fix });
  }
  return compareVersions(version, needed) >= 0
    ? finding("ok", name, `${name} ${version}`)
    : finding(level, name, `${name} ${version} is too old`, { fix, source });
}

async function kubectl(starter: ProgramStarter): Promise<Finding> {
  const text = await output(["kubectl", "version", "--client"], starter);
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

function node(given: string, on: string): Finding {
  const version = given.replace(/^v/, "");
  const { version: needed, source } = oldest.node;
  if (compareVersions(version, needed) < 0) {
    return finding("error", "node", `Node.js ${version} is too old`, {
      fix: `install Node.js ${needed} or newer: https://nodejs.org`,
      source,
    });
  }
  const ended = nodeEnded(version, on);
  if (ended === undefined) return finding("ok", "node", `Node.js ${version}`);
  const { version: next, from } = nextOldestNode;
  const dropped = compareVersions(version, next) < 0;
  const what = `Node.js ${version} has had no security fixes since ${ended}`;
  return finding(
    "warning",
    "node",
    dropped ? `${what}; glrunner released after ${from} needs Node.js ${next}` : what,
    { fix: "install Node.js 24: https://nodejs.org", source: nodeReleasesTable.lookAt },
  );
}
