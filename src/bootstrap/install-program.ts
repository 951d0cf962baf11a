/**
 * Installs one program into a folder, from its publisher, a mirror or a file. Keeps it only if it has the recorded or the
 * given SHA-256 and runs on this machine.
 */
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../clients/system/error-message";
import { runCommand } from "../clients/system/command";
import { terraformProgram } from "../clients/terraform/terraform-program";
import { addressOf, download, type OnBytes } from "./download";
import { releases, type Program, type Release } from "./releases";
import { fileInZip, isZip } from "./zip";
import type { Environment } from "../config/environment";
import { makeFolder } from "../clients/system/make-folder";

export interface InstallOptions {
  readonly program: Program;
  /** As in file names of releases: `linux_amd64`. */
  readonly platform: string;
  /** The folder for the program. */
  readonly folder: string;
  /** A file on this machine with the program or its archive. @default download it */
  readonly file?: string;
  /** The address of a server with the publisher's paths. @default the publisher */
  readonly mirror?: string;
  /** The expected SHA-256 of the file. @default the recorded ones */
  readonly checksum?: string;
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Receives the progress of the download. */
  readonly onBytes?: OnBytes;
}

/** OpenTofu if a variable selects it by its name on PATH. glrunner does not install a program that a variable names by its path. */
export function chosenTerraform(env: Environment): "terraform" | "tofu" {
  return terraformProgram(env) === "tofu" ? "tofu" : "terraform";
}

type InstallResult =
  /** `version`: the recorded release; with a given checksum, the version that the program prints. */
  | { readonly ok: true; readonly from: string; readonly version: string | undefined }
  | { readonly ok: false; readonly message: string; readonly fix: string };

/** The installation in words, such as `terraform 1.11.4 from https://...`. */
export function installationText(options: InstallOptions): string {
  const { program, file, checksum } = options;
  const version = file === undefined || checksum === undefined ? ` ${releases[program].version}` : "";
  return `${program}${version} from ${sourceOf(options)}`;
}

function sourceOf({ program, platform, file, mirror }: InstallOptions): string {
  const { site, path } = releases[program];
  return file ?? addressOf(mirror ?? site, path(platform));
}

export async function installProgram(options: InstallOptions): Promise<InstallResult> {
  const { program, platform, file, checksum, folder } = options;
  const release = releases[program];
  const { version } = release;
  const sums = checksum === undefined ? release.sums[platform] : [checksum.toLowerCase()];
  if (sums === undefined) return unknownSum(program, release, platform);
  const from = sourceOf(options);
  const read = file === undefined ? await fetched(from, options) : readGiven(file);
  if (!read.ok) return read;
  const sum = createHash("sha256").update(read.bytes).digest("hex");
  if (!sums.includes(sum)) {
    return {
      ok: false,
      message: `${from} has SHA-256 ${sum}, not ${sums.join(" or ")}: it was not installed`,
      fix: `use ${program} ${version} for ${platform} from ${addressOf(release.site, release.path(platform))}`,
    };
  }
  const content = isZip(read.bytes) ? fileInZip(read.bytes, program) : read.bytes;
  if (content === undefined) {
    const fix = `use ${addressOf(release.site, release.path(platform))}`;
    return { ok: false, message: `${from} holds no ${program}`, fix };
  }
  const output = await installed(program, content, folder, options);
  return output !== undefined
    ? { ok: true, from, version: checksum === undefined ? version : /\d+\.\d+\.\d+/.exec(output)?.[0] }
    : {
        ok: false,
        message: `${program} from ${from} does not run in ${folder}: it was not installed`,
        fix: `use a file for ${platform}; if ${folder} is on a file system without programs (noexec), set another --workspace`,
      };
}

function unknownSum(program: Program, release: Release, platform: string): InstallResult {
  const { site, version, path, sumsPath } = release;
  return {
    ok: false,
    message: `the SHA-256 of ${program} ${version} for ${platform} is not recorded`,
    fix:
      program !== "kubectl"
        ? `pass the SHA-256 from ${addressOf(site, sumsPath(platform))} as --checksum`
        : `put ${addressOf(site, path(platform))} on PATH; its SHA-256 is at ${addressOf(site, sumsPath(platform))}`,
  };
}

type ReadFile =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly message: string; readonly fix: string };

function readGiven(file: string): ReadFile {
  try {
    return { ok: true, bytes: readFileSync(file) };
  } catch (error) {
    return {
      ok: false,
      message: messageOf(error),
      fix: "pass the program or its archive with --terraform FILE",
    };
  }
}

async function fetched(
  address: string,
  { program, env, signal, onBytes }: InstallOptions,
): Promise<ReadFile> {
  const downloaded = await download(address, { env, signal, onBytes });
  if (downloaded.ok) return downloaded;
  const byHand = program !== "kubectl" ? "pass it with --terraform FILE" : `put ${program} on PATH`;
  return {
    fix: `pass a mirror that has it with --mirror URL, or download it elsewhere and ${byHand}`,
    ...downloaded,
  };
}

const versionArguments = {
  ...{ terraform: ["version"], tofu: ["version"] },
  kubectl: ["version", "--client"],
} as const;

/** Moves the program to its name only after it ran. @returns the output of its version command; undefined if it failed */
async function installed(
  program: Program,
  content: Buffer,
  folder: string,
  { env, signal }: InstallOptions,
): Promise<string | undefined> {
  makeFolder(folder);
  const partial = mkdtempSync(join(folder, ".partial-"));
  try {
    const file = join(partial, program);
    writeFileSync(file, content);
    chmodSync(file, 0o755);
    const { status, stdout } = await runCommand([file, ...versionArguments[program]], {
      cwd: partial,
      env: { ...env, CHECKPOINT_DISABLE: "1" },
      signal,
    });
    if (status !== 0) return undefined;
    renameSync(file, join(folder, program));
    return stdout;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}
