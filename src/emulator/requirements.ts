/**
 * What the emulator needs beyond `npm ci`: Terraform, the pinned AWS provider in a folder, moto, and git. What is
 * missing is named. `src/bootstrap/emulator-tools.ts` installs it.
 */
import { homedir, tmpdir } from "node:os";
import { programPins, providerPins, terraformVersion } from "../../modules/pins";
import type { Environment } from "../config/environment";
import { findMoto, type MotoProgram } from "./aws/moto";
import { findProviderMirror, platform } from "./providers/aws-mirror";
import { runCommand } from "../clients/system/command";
import {
  terraformProduct,
  terraformProgram,
  terraformVariables,
} from "../clients/terraform/terraform-program";
import { terraformIn } from "../clients/terraform/terraform-version";
import { temporaryHome } from "./home";

export interface FoundRequirements {
  readonly ok: true;
  /** Folder that holds `registry.terraform.io`. */
  readonly mirror: string;
  readonly moto: MotoProgram;
}

/** What every emulator needs, in the order in which it can be installed: the provider by Terraform. */
const forEmulator = ["terraform", "provider", "moto", "git"] as const;
/** What a whole life with the commands of glrunner needs: they look for running jobs with kubectl, which asks the AWS CLI. */
export const forLife = [...forEmulator, "kubectl", "aws"] as const;
export type Requirement = (typeof forLife)[number];

interface MissingRequirements {
  readonly ok: false;
  /** Never empty. */
  readonly missing: readonly Requirement[];
}

type Requirements = FoundRequirements | MissingRequirements;

const { source, version } = providerPins.aws;

/** What each is, as a noun. */
export const requirementNames: Readonly<Record<Requirement, string>> = {
  terraform: `Terraform ${terraformVersion}`,
  provider: `AWS provider ${version} (${source}, ${platform})`,
  moto: `moto ${programPins.moto.version}`,
  git: "git",
  kubectl: "kubectl",
  aws: "the AWS CLI",
};

/** One line for each that is missing. */
export function missingText({ missing }: MissingRequirements): string {
  return missing.map((each) => requirementNames[each]).join("\n");
}

/** @param env of the programs; what it says about folders of providers counts too */
export async function findRequirements(
  env: Environment = process.env,
  wanted: readonly Requirement[] = forEmulator,
): Promise<Requirements> {
  const mirror = findProviderMirror(providerPins.aws, { env, home: env.HOME ?? homedir() });
  const others = { kubectl: ["kubectl", "version", "--client"], aws: ["aws", "--version"] } as const;
  const [terraform, moto, git, kubectl, aws] = await Promise.all([
    hasTerraform(env),
    findMoto(env),
    runs(["git", "--version"], env),
    wanted.includes("kubectl") && runs(others.kubectl, env),
    wanted.includes("aws") && runs(others.aws, env),
  ]);
  const present = { terraform, provider: mirror !== undefined, moto: moto !== undefined, git, kubectl, aws };
  const missing = wanted.filter((each) => !present[each]);
  if (missing.length === 0 && mirror !== undefined && moto !== undefined) return { ok: true, mirror, moto };
  return { ok: false, missing };
}

async function runs(command: readonly [string, ...string[]], env: Environment): Promise<boolean> {
  const { status } = await runCommand(command, { cwd: tmpdir(), env });
  return status === 0;
}

/** Asked in the emulator's own environment: a version manager that needs the caller's home would not work there. */
async function hasTerraform({ PATH, ...env }: Environment): Promise<boolean> {
  const home = temporaryHome({});
  const chosen = Object.fromEntries(terraformVariables.map((name) => [name, env[name]]));
  const own = { ...home.env, ...chosen, PATH };
  try {
    const command = [terraformProgram(own), "version", "-json"] as const;
    const { status, stdout } = await runCommand(command, { cwd: tmpdir(), env: own });
    return status === 0 && terraformIn(stdout, terraformProduct(own))?.newEnough === true;
  } finally {
    home.remove();
  }
}
