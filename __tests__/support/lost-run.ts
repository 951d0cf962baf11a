/**
 * A run of glrunner as a process that is killed in the middle: right after Terraform changed something, and before it
 * was told.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Emulator } from "../../src/emulator";
import { runFolder } from "../../src/run/folder";
import { readJournal } from "../../src/run/journal";
import type { Project } from "./project";

export type Victim = "run" | "terraform" | "both";

export interface Loss {
  /** So many changes; `Infinity` for a run that nobody disturbs. */
  readonly after: number;
  readonly victim: Victim;
}

export interface Lost {
  readonly status: number | null;
  /** All that it wrote. */
  readonly output: string;
  /** Whether it came so far. */
  readonly lost: boolean;
}

/** What AWS does not change. */
const reads = /^(Describe|Get|List|Head|Lookup|AssumeRole|Decrypt|Generate)/;

/** Runs a command of glrunner, and ends what is to be lost in the middle of it. */
export async function lostAfter(
  emulator: Emulator,
  project: Project,
  words: readonly string[],
  { after, victim }: Loss,
): Promise<Lost> {
  const args = ["--import", "tsx", "src/cli/main.ts", ...words];
  const flags =
    words[0] === "deploy"
      ? ["--yes"]
      : words[0] === "destroy"
        ? ["--confirm", "glrunner"]
        : ["--yes", "--allow-loss", "--confirm", "glrunner"];
  const child = spawn(process.execPath, [...args, ...flags], {
    cwd: project.folder,
    env: { ...project.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (text: Buffer) => (output += text.toString()));
  child.stderr.on("data", (text: Buffer) => (output += text.toString()));
  const earlier = new Set(linesOf(project, emulator).map(({ run }) => run));
  let changes = 0;
  let lost = false;
  const changed = () => {
    changes += 1;
    const terraform = changes >= after && !lost ? terraformOf(project, emulator, earlier) : undefined;
    if (terraform === undefined) return;
    lost = true;
    if (victim !== "run") kill(-terraform);
    if (victim !== "terraform") child.kill("SIGKILL");
  };
  emulator.aws.watch(({ operation }) => {
    if (!reads.test(operation)) changed();
  });
  emulator.providers.journal.watch(changed);
  await once(child, "close");
  return { status: child.exitCode, output, lost };
}

const linesOf = (project: Project, emulator: Emulator) =>
  readJournal(runFolder(project.config, emulator.home));

/** The Terraform of this run that changes something now; not one that outlived an earlier run. */
function terraformOf(project: Project, emulator: Emulator, earlier: ReadonlySet<string>): number | undefined {
  const lines = linesOf(project, emulator).filter(({ run }) => !earlier.has(run));
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
