/**
 * `npm run release:fixture`: records the files that this release leaves on a machine, for the tests of the next release.
 * Deploys a small cluster on the emulator with `dist/glrunner.cjs`, kills it and Terraform in the middle of stage eks, and
 * resumes. Keeps the states and the journal without paths, names and processes of this machine.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { startEmulator, type Emulator } from "../emulator";
import { findRequirements, missingText } from "../emulator/requirements";
import { readJournal } from "../run/journal/journal";
import { fileName } from "./bundle";

/** The deployed configuration. The tests read it from the fixture. */
const yaml = `name: glrunner
region: us-west-2
network: { nat: none }
addons: { karpenter: { enabled: false } }
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token" }
`;
/** Replaces the emulator's home. */
const home = "/home/user";
/** Not a real token. No state contains it. */
const token = "glrt-fixture";

interface FixtureRun {
  readonly emulator: Emulator;
  readonly project: string;
  /** The folder of the run: `journal.jsonl` and logs. */
  readonly run: string;
  readonly states: string;
}

async function makeFixture(program: string, target: string): Promise<void> {
  const requirements = await findRequirements();
  if (!requirements.ok) throw new Error(missingText(requirements));
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  const emulator = await startEmulator({ folder, requirements });
  try {
    const project = join(emulator.home, "project");
    mkdirSync(project);
    writeFileSync(join(project, "glrunner.yaml"), yaml);
    copyFileSync(program, join(project, fileName));
    const states = join(emulator.home, "tfstate/glrunner");
    const at = { emulator, project, states, run: join(states, "glrunner.run") };
    const interrupted = await runProgram(at, ["deploy", "--yes"], true);
    if (interrupted === 0) throw new Error("the deploy ended before it was interrupted");
    rmSync(target, { recursive: true, force: true });
    keep(at, join(target, "interrupted"));
    const resumed = await runProgram(at, ["resume", "--yes"], false);
    if (resumed !== 0) throw new Error(`resume ended with ${String(resumed)}`);
    keep(at, join(target, "deployed"));
    writeFileSync(join(target, "glrunner.yaml"), yaml);
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param interrupt kills the program and Terraform while stage eks is created */
async function runProgram(
  at: FixtureRun,
  words: readonly string[],
  interrupt: boolean,
): Promise<number | null> {
  const { emulator, project, run } = at;
  const child = spawn(process.execPath, [join(project, fileName), ...words], {
    cwd: project,
    env: { ...emulator.env, TF_VAR_fargate_token: token },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const closed = once(child, "close");
  while (interrupt && child.exitCode === null) {
    await setTimeout(20);
    const lines = readJournal(run);
    const terraform = lines.findLast((line) => line.kind === "terraform-started");
    const created = lines.filter(
      (line) => line.kind === "resource-done" && line.stack === "eks" && line.action === "create",
    );
    if (terraform?.stack !== "eks" || created.length < 2) continue;
    process.kill(-terraform.process.pid, "SIGKILL");
    child.kill("SIGKILL");
    break;
  }
  await closed;
  return child.exitCode;
}

/** Copies the journal and the states, each state as one line. */
function keep({ emulator, run, states }: FixtureRun, target: string): void {
  mkdirSync(target, { recursive: true });
  const clean = (text: string) =>
    text
      .replaceAll(emulator.home, home)
      .replaceAll(emulator.folder, "/tmp/emulator")
      .replaceAll(hostname(), "host");
  const journal = readFileSync(join(run, "journal.jsonl"), "utf8");
  writeFileSync(
    join(target, "journal.jsonl"),
    clean(journal).replace(/("process":\{"pid":\d+,"host":"host")[^}]*\}/g, "$1}"),
  );
  const wanted = readdirSync(states, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".tfstate"),
  );
  for (const name of wanted) {
    const state: unknown = JSON.parse(readFileSync(join(states, name), "utf8"));
    writeFileSync(join(target, name.replace(".tfstate", ".state.json")), clean(`${JSON.stringify(state)}\n`));
  }
}

const program = join("dist", fileName);
if (!existsSync(program)) throw new Error(`${program} is missing: npm run release`);
void makeFixture(program, "__tests__/release/last-release");
