/**
 * Limits commands to the resources of AWS CloudShell: a separate home directory of 1 GB, 2 GB of memory, only the programs
 * that CloudShell has, and a folder outside the home directory that is lost with the session. AWS and the registries are
 * those of an emulator. Providers come as archives, as a registry sends them, so that Terraform unpacks them into the home
 * directory and they use the same space as in CloudShell.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { providerPins } from "../../modules/pins";
import type { Emulator } from "../../src/emulator";
import { platform, registryHost } from "../../src/emulator/providers/aws-mirror";
import { runCommand } from "../../src/clients/system/command";
import { processTreeOf, memoryLimit, type MemoryLimit } from "./memory";
import { canary, expectExit } from "./project";
import { canMountDisk, diskRequirement, withDisk } from "./small-disk";

const homeMegabytes = 1024;
const memoryMiB = 2048;
const sampleIntervalMs = 500;

/** The result of one script. */
export interface ShellResult {
  /** The exit code; null if a signal ended the script. */
  readonly status: number | null;
  /** Stdout and stderr. */
  readonly output: string;
  readonly seconds: number;
}

/** A simulated CloudShell session. */
export interface Box {
  readonly home: string;
  /** A folder outside the home directory. It is lost when the session ends. */
  readonly outside: string;
  readonly memory: MemoryLimit;
  /** Runs a script in a new login shell. All its processes are killed as soon as `lostWhen` returns true. */
  readonly shell: (script: string, lostWhen?: () => boolean) => Promise<ShellResult>;
  /** Returns the disk space in use in the home directory. */
  readonly usedMiB: () => number;
  /** Returns the maximum of the sampled disk usage. */
  readonly mostUsedMiB: () => number;
}

const host = { cwd: "/", env: process.env };

/** Returns what this machine lacks to run a box, apart from the requirements of the emulator. */
export async function missingForBox(): Promise<readonly string[]> {
  const programs = ["kubectl", "aws", "python3"];
  const missingPrograms = await Promise.all(
    programs.map(async (name) => (await pathOf(name)) === "" && `${name}: install it and put it on PATH`),
  );
  return [...missingPrograms, !canMountDisk && diskRequirement].filter((text) => text !== false);
}

/**
 * Calls `use` with a box, and removes the box afterwards.
 * @param mirror folder of packed providers, from `packedMirror`
 */
export async function withBox(
  emulator: Emulator,
  mirror: string,
  use: (box: Box) => Promise<void>,
): Promise<void> {
  const folder = join(emulator.folder, "box");
  const tools = join(folder, "tools");
  const home = join(folder, "home");
  const outside = join(folder, "outside");
  for (const path of [folder, tools, outside]) mkdirSync(path);
  await linkTools(tools);
  const memory = memoryLimit(memoryMiB);
  let mostMiB = 0;
  const usedMiB = () => {
    const { blocks, bfree, bsize } = statfsSync(home);
    return Math.round((blocks - bfree) * (bsize / 2 ** 20));
  };
  const sample = (pid: number) => {
    memory.sample(pid);
    mostMiB = Math.max(mostMiB, usedMiB());
  };
  try {
    await withDisk(home, homeMegabytes, () =>
      use({
        ...{ home, outside, memory, usedMiB, mostUsedMiB: () => Math.max(mostMiB, usedMiB()) },
        shell: shellIn(environment(emulator, mirror, home, tools, outside), memory, sample),
      }),
    );
  } finally {
    memory.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the path of a program on this machine. @throws if the program is not on PATH */
export async function programAt(name: string): Promise<string> {
  const path = await pathOf(name);
  if (path === "") throw new Error(`${name} is not on PATH`);
  return path;
}

/** Returns the path of a program, or an empty string if the program is not on PATH. */
async function pathOf(name: string): Promise<string> {
  const { stdout } = await runCommand(
    ["sh", "-c", `path=$(command -v ${name}) && readlink -f "$path"`],
    host,
  );
  return stdout.trim();
}

/** Links the programs that a deployment starts and that CloudShell has. CloudShell has no Terraform. */
async function linkTools(folder: string): Promise<void> {
  for (const name of ["sh", "env", "dirname", "basename", "cat", "sed", "uname", "git", "kubectl"]) {
    symlinkSync(await programAt(name), join(folder, name));
  }
  symlinkSync(process.execPath, join(folder, "node"));
  // The AWS CLI may come from a version manager, which needs more programs than a box has.
  const aws = `#!/bin/sh\nPATH='${process.env.PATH ?? ""}' exec ${await programAt("aws")} "$@"\n`;
  writeFileSync(join(folder, "aws"), aws);
  chmodSync(join(folder, "aws"), 0o755);
}

/** Returns the environment of CloudShell, with a Terraform CLI configuration that uses the mirror for the AWS provider. */
function environment(
  { settings }: Emulator,
  mirror: string,
  home: string,
  tools: string,
  outside: string,
): Record<string, string> {
  const { TF_CLI_CONFIG_FILE = "" } = settings;
  const cliConfig = join(outside, "../terraform.rc");
  const aws = /path {4}= .*(?=\n {4}include)/;
  writeFileSync(
    cliConfig,
    readFileSync(TF_CLI_CONFIG_FILE, "utf8").replace(aws, `path    = ${JSON.stringify(mirror)}`),
  );
  return {
    ...settings,
    ...{ HOME: home, PATH: tools, TMPDIR: outside, TF_CLI_CONFIG_FILE: cliConfig },
    ...{ AWS_EXECUTION_ENV: "CloudShell", TF_VAR_fargate_token: canary },
  };
}

/** Returns a function that runs scripts and calls `sample` with the script's process id at regular intervals. */
function shellIn(
  env: Readonly<Record<string, string>>,
  memory: MemoryLimit,
  sample: (pid: number) => void,
): Box["shell"] {
  return async (script, lostWhen) => {
    const started = Date.now();
    const text = [memory.enter, "set -eu", script].join("\n");
    const child = spawn("/bin/sh", ["-c", text], { cwd: env.HOME, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => (output += data.toString()));
    }
    const pid = child.pid ?? 0;
    const timer = setInterval(() => {
      sample(pid);
      if (lostWhen?.() !== true) return;
      for (const member of processTreeOf(pid)) kill(member);
    }, sampleIntervalMs);
    await once(child, "close");
    clearInterval(timer);
    return { status: child.exitCode, output, seconds: Math.round((Date.now() - started) / 100) / 10 };
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // The process has already ended.
  }
}

const pack = `import os, sys, zipfile
with zipfile.ZipFile(sys.argv[2], "w") as archive:
    for name in os.listdir(sys.argv[1]):
        archive.write(os.path.join(sys.argv[1], name), name)
`;

/**
 * Creates a mirror that has the AWS provider as an archive, as the registry does. If the given mirror has the provider
 * unpacked, the provider is stored in an uncompressed archive, because compression would take longer than a deployment.
 * @param mirror a mirror with the provider either packed or unpacked
 * @param folder an empty folder for the new mirror
 * @returns the folder
 */
export async function packedMirror(mirror: string, folder: string): Promise<string> {
  const { source, version } = providerPins.aws;
  const from = join(mirror, registryHost, source, version, platform);
  const archive = join(registryHost, source, `terraform-provider-aws_${version}_${platform}.zip`);
  const file = join(folder, archive);
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(from)) {
    await expectExit(0, runCommand(["python3", "-c", pack, from, file], { cwd: folder, env: process.env }));
  } else symlinkSync(join(mirror, archive), file);
  return folder;
}
