/**
 * Runs glrunner as a process and kills it in the middle: either right after a resource changed and before Terraform
 * received the response, or when a certain line appears in the journal.
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

/** Which processes are killed. */
export type Victim = "run" | "terraform" | "both";

/** When a run is killed. */
export type Loss =
  /** After this number of changes to resources. */
  | { readonly changes: number; readonly victim: Victim }
  /** When a matching line appears in the journal. Kills the run and its Terraform. */
  | { readonly line: (line: JournalLine) => boolean };

interface RunResult {
  /** The exit code; null if a signal ended the process. */
  readonly status: number | null;
  /** Stdout and stderr. */
  readonly output: string;
  /** A description of the moment at which the run was killed; undefined if it was not. */
  readonly lost: string | undefined;
}

const flags = new Map([
  ["deploy", ["--yes"]],
  ["destroy", ["--confirm", "glrunner"]],
  ["resume", ["--yes", "--allow-loss", "--confirm", "glrunner"]],
]);

/** AWS operations that change nothing. */
const readOperations = /^(Describe|Get|List|Head|Lookup|AssumeRole|Decrypt|Generate)/;
const pollIntervalMs = 20;

/**
 * Runs a command until it ends or is killed.
 * @param words the command and its arguments, without the options that approve its changes
 * @param loss when to kill the run. @default the run is not killed
 */
export async function glrunner(
  emulator: Emulator,
  project: Project,
  words: readonly string[],
  loss?: Loss,
): Promise<RunResult> {
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
  const killVictim = (victim: Victim, where: string) => {
    const terraform = terraformOf(lines());
    lost = where;
    if (victim !== "run" && terraform !== undefined) kill(-terraform.process.pid);
    if (victim !== "terraform") child.kill("SIGKILL");
  };
  let unwatch: (() => void) | undefined;
  if (loss !== undefined && "line" in loss) {
    unwatch = onSizeChange(journalOf(emulator, project), () => {
      const line = lost === undefined ? lines().find(loss.line) : undefined;
      if (line !== undefined) killVictim("both", describeLine(line));
    });
  } else if (loss !== undefined) {
    let changes = 0;
    const countChange = (change: string) => {
      changes += 1;
      const terraform = changes >= loss.changes && lost === undefined ? terraformOf(lines()) : undefined;
      if (terraform !== undefined)
        killVictim(loss.victim, `${loss.victim} after ${change} in ${terraform.stack}`);
    };
    emulator.aws.watch(({ operation }) => {
      if (!readOperations.test(operation)) countChange(operation);
    });
    emulator.providers.journal.watch(({ action, type, identity }) => {
      countChange(`${action} of ${type} ${identity}`);
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

/** Bundles the command line into one file, which starts faster, and returns its path. */
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

/** Calls `onChange` each time the size of a file changes. @returns a function that stops it */
function onSizeChange(path: string, onChange: () => void): () => void {
  let size = -1;
  const timer = setInterval(() => {
    const now = statSync(path, { throwIfNoEntry: false })?.size ?? -1;
    if (now === size) return;
    size = now;
    onChange();
  }, pollIntervalMs);
  return () => {
    clearInterval(timer);
  };
}

/** Returns the Terraform process that this run started last, or undefined if that process has ended. */
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
    // The process has already ended.
  }
}
