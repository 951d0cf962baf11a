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
import { runFolder } from "../../src/run/folder";
import { readJournal, type JournalLine } from "../../src/run/journal";
import type { Project } from "./project";

export type Victim = "run" | "terraform" | "both";

export type Loss =
  /** So many changes after it began. */
  | { readonly changes: number; readonly victim: Victim }
  /** The run, and a Terraform that changes something then. */
  | { readonly line: (line: JournalLine) => boolean };

export interface Ended {
  readonly status: number | null;
  /** All that it wrote. */
  readonly output: string;
  /** Whether it came so far that it was killed. */
  readonly lost: boolean;
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
  let lost = false;
  const end = (victim: Victim) => {
    const terraform = terraformOf(lines());
    lost = true;
    if (victim !== "run" && terraform !== undefined) kill(-terraform);
    if (victim !== "terraform") child.kill("SIGKILL");
  };
  let unwatch: (() => void) | undefined;
  if (loss !== undefined && "line" in loss) {
    unwatch = onGrowth(journalOf(emulator, project), () => {
      if (!lost && lines().some(loss.line)) end("both");
    });
  } else if (loss !== undefined) {
    let changes = 0;
    const changed = () => {
      changes += 1;
      if (changes >= loss.changes && !lost && terraformOf(lines()) !== undefined) end(loss.victim);
    };
    emulator.aws.watch(({ operation }) => {
      if (!reads.test(operation)) changed();
    });
    emulator.providers.journal.watch(changed);
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
function bundleOf({ folder }: Project): string {
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
function terraformOf(lines: readonly JournalLine[]): number | undefined {
  const last = lines.findLast(({ kind }) => kind === "terraform-started" || kind === "terraform-ended");
  return last?.kind === "terraform-started" ? last.process.pid : undefined;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // ended in this very moment
  }
}
