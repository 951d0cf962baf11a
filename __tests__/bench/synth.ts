/**
 * Measures a synthesis of the example from the released file, from the app's bundle, through tsx and through cdktf's command
 * line, compared with a start of Node, in one run: `npm run bench [-- <rounds>]`. It only prints the times, because they
 * depend on the machine.
 */
import { mkdirSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { copyProject } from "../support/project-copy";
import { temporaryHome } from "../../src/emulator/home";
import { measure, tableText, type Candidate, type Measured } from "./measure";

const released: Candidate = {
  name: "released file: glrunner synth",
  command: [process.execPath, "dist/glrunner.cjs", "synth"],
};
const empty: Candidate = { name: "Node, doing nothing", command: [process.execPath, "--eval", "0"] };
const typed: Candidate = {
  name: "npx cdktf synth, as typed",
  command: ["npx", "--no-install", "cdktf", "synth"],
};

function cdktf(name: string, ...args: readonly string[]): Candidate {
  return { name, command: [process.execPath, "node_modules/cdktf-cli/bundle/bin/cdktf", "synth", ...args] };
}

const candidates: readonly Candidate[] = [
  released,
  { ...released, name: "the same, nothing kept", env: { NODE_DISABLE_COMPILE_CACHE: "1" } },
  empty,
  { name: "bundle: node dist/main.js", command: [process.execPath, "dist/main.js"] },
  { name: "tsx: tsx main.ts", command: ["node_modules/.bin/tsx", "main.ts"] },
  cdktf("cdktf synth, as cdktf.json has it"),
  cdktf("cdktf synth, its app through tsx", "--app", "node_modules/.bin/tsx main.ts"),
  typed,
];

async function main([rounds = "7"]: readonly string[]): Promise<void> {
  const { work, env, remove } = temporaryHome({});
  try {
    const cwd = join(work, "project");
    mkdirSync(cwd);
    copyProject(cwd);
    const surroundings = { cwd, env };
    const builds: readonly Candidate[] = ["build", "release"].map((script) => ({
      name: script,
      command: ["npm", "run", "--silent", script],
    }));
    const built = await measure(builds, surroundings, 1);
    const results = await measure(candidates, surroundings, Number(rounds));
    process.stdout.write(report(results, rounds));
    for (const [at, file] of ["dist/main.js", "dist/glrunner.cjs"].entries()) {
      const megabytes = statSync(join(cwd, file)).size / 1e6;
      const seconds = built[at]?.medianSeconds.toFixed(2) ?? "?";
      process.stdout.write(`${file}: ${megabytes.toFixed(2)} MB, built in ${seconds} s\n`);
    }
  } finally {
    remove();
  }
}

function report(results: readonly Measured[], rounds: string): string {
  const base = results[0]?.medianSeconds ?? NaN;
  const idle = results.find(({ name }) => name === empty.name)?.medianSeconds ?? NaN;
  const rows = results.map(({ name, medianSeconds, fastestSeconds, peakMegabytes }) => [
    name,
    medianSeconds.toFixed(3),
    fastestSeconds.toFixed(3),
    (medianSeconds - idle).toFixed(3),
    `${(medianSeconds / base).toFixed(1)}x`,
    peakMegabytes?.toFixed(0) ?? "-",
  ]);
  const heading = ["synthesis of glrunner.yaml", "median s", "fastest s", "above idle", "ratio", "peak MB"];
  const machine = `${rounds} rounds, Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`;
  return `${tableText([heading, ...rows])}${machine}; memory of all processes of a command together\n`;
}

void main(process.argv.slice(2));
