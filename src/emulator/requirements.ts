/**
 * Finds what the emulator needs beyond `npm ci`: Terraform, the pinned AWS provider in a folder, moto and git, and names
 * what is missing. `src/bootstrap/emulator-tools.ts` installs it.
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

/** Every requirement is there: what the emulator takes from it. */
export interface FoundRequirements {
  readonly ok: true;
  /** Folder that holds `registry.terraform.io`. */
  readonly mirror: string;
  readonly moto: MotoProgram;
}

/** What every emulator needs, in the order of installation: Terraform installs the provider. */
const forEmulator = ["terraform", "provider", "moto", "git"] as const;
/** What glrunner's commands need against the emulator: they list jobs with kubectl, which gets its token from the AWS CLI. */
export const forLife = [...forEmulator, "kubectl", "aws"] as const;
export type Requirement = (typeof forLife)[number];

interface MissingRequirements {
  readonly ok: false;
  /** Never empty. */
  readonly missing: readonly Requirement[];
}

type Requirements = FoundRequirements | MissingRequirements;

const { source, version } = providerPins.aws;

/** The name of each requirement, as messages print it. */
export const requirementNames: Readonly<Record<Requirement, string>> = {
  terraform: `Terraform ${terraformVersion}`,
  provider: `AWS provider ${version} (${source}, ${platform})`,
  moto: `moto ${programPins.moto.version}`,
  git: "git",
  kubectl: "kubectl",
  aws: "the AWS CLI",
};

/** One line for each missing requirement. */
export function missingText({ missing }: MissingRequirements): string {
  return missing.map((requirement) => requirementNames[requirement]).join("\n");
}

/** @param env for the programs; its variables also name folders of providers */
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
  const missing = wanted.filter((requirement) => !present[requirement]);
  if (missing.length === 0 && mirror !== undefined && moto !== undefined) return { ok: true, mirror, moto };
  return { ok: false, missing };
}

async function runs(command: readonly [string, ...string[]], env: Environment): Promise<boolean> {
  const { status } = await runCommand(command, { cwd: tmpdir(), env });
  return status === 0;
}

/** Tests Terraform in the emulator's own environment: a version manager that needs the caller's home would fail there. */
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
