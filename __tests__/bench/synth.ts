/**
 * How long a synthesis of the example takes from the bundled file, through tsx, and through cdktf's command line,
 * in one run and side by side: `npm run bench [-- <rounds>]`. It tells, and judges nothing: times are the machine's.
 */
import { mkdirSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { copyProject } from "../support/project-copy";
import { temporaryHome } from "../../src/emulator/home";
import { measure, tableText, type Candidate, type Measured } from "./measure";

const candidates: readonly Candidate[] = [
  { name: "bundle: node dist/main.js", command: [process.execPath, "dist/main.js"] },
  { name: "tsx: tsx main.ts", command: ["node_modules/.bin/tsx", "main.ts"] },
  { name: "cdktf synth, as cdktf.json has it", command: ["node_modules/.bin/cdktf", "synth"] },
  {
    name: "cdktf synth, its app through tsx",
    command: ["node_modules/.bin/cdktf", "synth", "--app", "node_modules/.bin/tsx main.ts"],
  },
  { name: "npx cdktf synth, as typed", command: ["npx", "--no-install", "cdktf", "synth"] },
];

async function main([rounds = "7"]: readonly string[]): Promise<void> {
  const { work, env, remove } = temporaryHome({});
  try {
    const cwd = join(work, "project");
    mkdirSync(cwd);
    copyProject(cwd);
    const surroundings = { cwd, env };
    const build: Candidate = { name: "build", command: ["npm", "run", "--silent", "build"] };
    const [built] = await measure([build], surroundings, 1);
    const results = await measure(candidates, surroundings, Number(rounds));
    const megabytes = statSync(join(cwd, "dist/main.js")).size / 1e6;
    process.stdout.write(report(results, rounds));
    process.stdout.write(
      `bundle: ${megabytes.toFixed(2)} MB, built in ${built?.medianSeconds.toFixed(2) ?? "?"} s by npm run build\n`,
    );
  } finally {
    remove();
  }
}

function report(results: readonly Measured[], rounds: string): string {
  const base = results[0]?.medianSeconds ?? NaN;
  const rows = results.map(({ name, medianSeconds, fastestSeconds, peakMegabytes }) => [
    name,
    medianSeconds.toFixed(3),
    fastestSeconds.toFixed(3),
    `${(medianSeconds / base).toFixed(1)}x`,
    peakMegabytes?.toFixed(0) ?? "-",
  ]);
  const heading = ["synthesis of glrunner.yaml", "median s", "fastest s", "ratio", "peak MB"];
  const machine = `${rounds} rounds, Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`;
  return `${tableText([heading, ...rows])}${machine}; memory of all processes of a command together\n`;
}

void main(process.argv.slice(2));
