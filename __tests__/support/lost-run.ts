/**
 * glrunner as a process that may be killed in the middle: right after Terraform changed something and before it was
 * told, or when its journal has come to a certain line.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Emulator } from "../../src/emulator";
import { runFolder } from "../../src/run/journal/run-directory";
import { readJournal, type JournalLine, type TerraformStarted } from "../../src/run/journal/journal";
import type { Project } from "./project";

export type Victim = "run" | "terraform" | "both";

export type Loss =
  /** So many changes after it began. */
  | { readonly changes: number; readonly victim: Victim }
  /** The run, and a Terraform that changes something then. */
  | { readonly line: (line: JournalLine) => boolean };

interface Ended {
  readonly status: number | null;
  /** All that it wrote. */
  readonly output: string;
  /** Where it was killed, if it came so far. */
  readonly lost: string | undefined;
}

const flags = new Map([
  ["deploy", ["--yes"]],
  ["destroy", ["--confirm", "glrunner"]],
  ["resume", ["--yes", "--allow-loss", "--confirm", "glrunner"]],
]);

/** What AWS does not change. */
const reads = /^(Describe|Get|List|Head|Lookup|AssumeRole|Decrypt|Generate)/;
const lookEveryMs = 20;

/** @param loss nothing is killed without it */
export async function glrunner(
  emulator: Emulator,
  project: Project,
  words: readonly string[],
  loss?: Loss,
): Promise<Ended> {
  const earlier = new Set(linesOf(emulator, project).map(({ run }) => run));
  const lines = () => linesOf(emulator, project).filter(({ run }) => !earlier.has(run));
  const args = [bundleOf(project), ...words, ...(flags.get(words[0] ?? "") ?? [])];
  const child = spawn(process.execPath, args, {
    cwd: project.folder,
    env: { ...project.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  let lost: string | undefined;
  const end = (victim: Victim, where: string) => {
    const terraform = terraformOf(lines());
    lost = where;
    if (victim !== "run" && terraform !== undefined) kill(-terraform.process.pid);
    if (victim !== "terraform") child.kill("SIGKILL");
  };
  let unwatch: (() => void) | undefined;
  if (loss !== undefined && "line" in loss) {
    unwatch = onGrowth(journalOf(emulator, project), () => {
      const line = lost === undefined ? lines().find(loss.line) : undefined;
      if (line !== undefined) end("both", describeLine(line));
    });
  } else if (loss !== undefined) {
    let changes = 0;
    const changed = (what: string) => {
      changes += 1;
      const terraform = changes >= loss.changes && lost === undefined ? terraformOf(lines()) : undefined;
      if (terraform !== undefined) end(loss.victim, `${loss.victim} after ${what} in ${terraform.stack}`);
    };
    emulator.aws.watch(({ operation }) => {
      if (!reads.test(operation)) changed(operation);
    });
    emulator.providers.journal.watch(({ action, type, identity }) => {
      changed(`${action} of ${type} ${identity}`);
    });
  }
  await once(child, "close");
  unwatch?.();
  return { status: child.exitCode, output, lost };
}

const folderOf = (emulator: Emulator, project: Project) => runFolder(project.config, emulator.home);
const linesOf = (emulator: Emulator, project: Project) => readJournal(folderOf(emulator, project));
const journalOf = (emulator: Emulator, project: Project) =>
  join(folderOf(emulator, project), "journal.jsonl");

/** As one file, since a process that is started often should start fast. */
export function bundleOf({ folder }: Project): string {
  const outfile = join(folder, "glrunner.cjs");
  if (!existsSync(outfile)) {
    buildSync({
      entryPoints: ["src/cli/main.ts"],
      bundle: true,
      platform: "node",
      alias: { archiver: "node:zlib" },
      outfile,
      logLevel: "error",
    });
  }
  return outfile;
}

function onGrowth(path: string, look: () => void): () => void {
  let size = -1;
  const timer = setInterval(() => {
    const now = statSync(path, { throwIfNoEntry: false })?.size ?? -1;
    if (now === size) return;
    size = now;
    look();
  }, lookEveryMs);
  return () => {
    clearInterval(timer);
  };
}

/** The Terraform that changes something now; not one that outlived an earlier run. */
function terraformOf(lines: readonly JournalLine[]): TerraformStarted | undefined {
  const last = lines.findLast(({ kind }) => kind === "terraform-started" || kind === "terraform-ended");
  return last?.kind === "terraform-started" ? last : undefined;
}

function describeLine(line: JournalLine): string {
  const step = line.kind === "step-started" ? line.step : line.kind;
  return "stack" in line ? `at ${step} of ${line.stack}` : `at ${step}`;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // ended in this very moment
  }
}
