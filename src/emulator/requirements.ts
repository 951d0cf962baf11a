/**
 * What the emulator needs beyond `npm ci`: Terraform, the pinned AWS provider in a folder, moto, and git. What is
 * missing is named, with a word on how to get it.
 */
import { homedir, tmpdir } from "node:os";
import { providerPins, terraformVersion } from "../../modules/pins";
import { findMoto, type MotoProgram } from "./aws/moto";
import { findProviderMirror, mirrorVariable, platform } from "./providers/aws-mirror";
import { runCommand } from "../clients/system/command";
import { terraformIn } from "../clients/terraform/terraform-version";
import { temporaryHome } from "./home";

export interface FoundRequirements {
  readonly ok: true;
  /** Folder that holds `registry.terraform.io`. */
  readonly mirror: string;
  readonly moto: MotoProgram;
}
type Requirements = FoundRequirements | { readonly ok: false; readonly missing: readonly string[] };

const { source, version } = providerPins.aws;
const provider = `${source} ${version} for ${platform}`;
const instructions = {
  terraform: `Terraform ${terraformVersion}: install it and put it on PATH`,
  provider: `provider ${provider}: "terraform providers mirror FOLDER" in a stack's folder, then ${mirrorVariable}=FOLDER`,
  moto: 'moto: pip install "moto[server]"',
  git: "git: install it and put it on PATH",
} as const;

export async function findRequirements(): Promise<Requirements> {
  const mirror = findProviderMirror(providerPins.aws, { env: process.env, home: homedir() });
  const [terraform, moto, git] = await Promise.all([hasTerraform(), findMoto(), hasGit()]);
  if (terraform && git && mirror !== undefined && moto !== undefined) return { ok: true, mirror, moto };
  return {
    ok: false,
    missing: [
      ...(terraform ? [] : [instructions.terraform]),
      ...(mirror === undefined ? [instructions.provider] : []),
      ...(moto === undefined ? [instructions.moto] : []),
      ...(git ? [] : [instructions.git]),
    ],
  };
}

/** Terraform takes the Blueprints modules from a git repository. */
async function hasGit(): Promise<boolean> {
  const { status } = await runCommand(["git", "--version"], { cwd: tmpdir(), env: process.env });
  return status === 0;
}

/** Asked in the emulator's own environment: a version manager that needs the caller's home would not work there. */
async function hasTerraform(): Promise<boolean> {
  const { env, remove } = temporaryHome({});
  try {
    const { status, stdout } = await runCommand(["terraform", "version", "-json"], { cwd: tmpdir(), env });
    return status === 0 && terraformIn(stdout)?.newEnough === true;
  } finally {
    remove();
  }
}
