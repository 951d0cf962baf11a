/**
 * A box like CloudShell: a home of its own of 1 GB, 2 GB of memory, the few programs that are there, and room outside
 * the home that can be lost. Its AWS and registries are an emulator's; providers come packed, as a registry sends
 * them, so that what is unpacked takes the room that it takes anywhere.
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
import { familyOf, memoryLimit, type MemoryLimit } from "./memory";
import { canary, expectExit } from "./project";
import { canMountDisk, diskRequirement, withDisk } from "./small-disk";

const homeMegabytes = 1024;
const memoryMiB = 2048;
const lookEveryMs = 500;

export interface ShellResult {
  readonly status: number | null;
  /** All that it wrote. */
  readonly output: string;
  readonly seconds: number;
}

export interface Box {
  readonly home: string;
  /** What is not the home: lost with the session. */
  readonly outside: string;
  readonly memory: MemoryLimit;
  /** In a shell that begins anew, as after a login. */
  readonly shell: (script: string, lostWhen?: () => boolean) => Promise<ShellResult>;
  readonly usedMiB: () => number;
  /** The most of it that was seen. */
  readonly mostUsedMiB: () => number;
}

const host = { cwd: "/", env: process.env };

/** What a box needs beyond an emulator, of what this machine lacks. */
export async function missingForBox(): Promise<readonly string[]> {
  const programs = ["kubectl", "aws", "python3"];
  const lacking = await Promise.all(
    programs.map(async (name) => (await found(name)) === "" && `${name}: install it and put it on PATH`),
  );
  return [...lacking, !canMountDisk && diskRequirement].filter((each) => each !== false);
}

/** @param mirror of packed providers, from `packedMirror` */
export async function withBox(
  emulator: Emulator,
  mirror: string,
  use: (box: Box) => Promise<void>,
): Promise<void> {
  const folder = join(emulator.folder, "box");
  const tools = join(folder, "tools");
  const home = join(folder, "home");
  const outside = join(folder, "outside");
  for (const each of [folder, tools, outside]) mkdirSync(each);
  await putTools(tools);
  const memory = memoryLimit(memoryMiB);
  let most = 0;
  const usedMiB = () => {
    const { blocks, bfree, bsize } = statfsSync(home);
    return Math.round((blocks - bfree) * (bsize / 2 ** 20));
  };
  const look = (pid: number) => {
    memory.sample(pid);
    most = Math.max(most, usedMiB());
  };
  try {
    await withDisk(home, homeMegabytes, () =>
      use({
        ...{ home, outside, memory, usedMiB, mostUsedMiB: () => Math.max(most, usedMiB()) },
        shell: shellIn(environment(emulator, mirror, home, tools, outside), memory, look),
      }),
    );
  } finally {
    memory.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where a program of this machine is. */
export async function programAt(name: string): Promise<string> {
  const path = await found(name);
  if (path === "") throw new Error(`${name} is not on PATH`);
  return path;
}

/** Empty where it is not on PATH. */
async function found(name: string): Promise<string> {
  const { stdout } = await runCommand(
    ["sh", "-c", `path=$(command -v ${name}) && readlink -f "$path"`],
    host,
  );
  return stdout.trim();
}

/** What CloudShell has, of what a deployment starts: no Terraform. */
async function putTools(folder: string): Promise<void> {
  for (const name of ["sh", "env", "dirname", "basename", "cat", "sed", "uname", "git", "kubectl"]) {
    symlinkSync(await programAt(name), join(folder, name));
  }
  symlinkSync(process.execPath, join(folder, "node"));
  // May be one of a version manager, which needs more programs than a box has.
  const aws = `#!/bin/sh\nPATH='${process.env.PATH ?? ""}' exec ${await programAt("aws")} "$@"\n`;
  writeFileSync(join(folder, "aws"), aws);
  chmodSync(join(folder, "aws"), 0o755);
}

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

/** The box is gone, with all that runs in it, as soon as `lostWhen` says so. */
function shellIn(
  env: Readonly<Record<string, string>>,
  memory: MemoryLimit,
  look: (pid: number) => void,
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
      look(pid);
      if (lostWhen?.() !== true) return;
      for (const member of familyOf(pid)) kill(member);
    }, lookEveryMs);
    await once(child, "close");
    clearInterval(timer);
    return { status: child.exitCode, output, seconds: Math.round((Date.now() - started) / 100) / 10 };
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // ended in this very moment
  }
}

const pack = `import os, sys, zipfile
with zipfile.ZipFile(sys.argv[2], "w") as archive:
    for name in os.listdir(sys.argv[1]):
        archive.write(os.path.join(sys.argv[1], name), name)
`;

/**
 * A mirror as the registry has it: the AWS provider in its archive. Where it is unpacked it is packed, and not squeezed,
 * which would take longer than a deploy.
 * @param mirror of either kind
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
