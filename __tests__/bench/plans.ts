/**
 * Measures a scheduled check for drift: plans of four deployed stages one after the other and at the same time, on the
 * emulator with real Terraform, in one run: `npm run bench:plans [-- <rounds>]`. It only prints the times, because they depend
 * on the machine. An emulator answers faster than AWS, so the difference is larger in AWS.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { runStacks } from "../../src/cli/actions/run/open-project";
import { synth } from "../../src/cli/actions/synth";
import { formatProblems, parseConfig } from "../../src/config";
import { startEmulator } from "../../src/emulator";
import { findRequirements, missingText } from "../../src/emulator/requirements";
import { changesOf } from "../../src/run/planning/approval";
import { deploy } from "../../src/run/deploy";
import { plan } from "../../src/run/planning/plan";
import { plansAtOnce } from "../../src/run/planning/plan-budget";
import type { RunOptions } from "../../src/run/run-session";
import { parseOptions } from "../support/synth";
import { tableText } from "./measure";

const yaml = `
name: glrunner
region: us-west-2
runners:
  - { name: fargate, token: "env:TF_VAR_token", compute: fargate, concurrent: 200 }
  - { name: spot, token: "env:TF_VAR_spot", compute: spot, concurrent: 100 }
`;

/** Seconds of one check, which must find no drift. */
async function look(options: RunOptions, atOnce: number): Promise<number> {
  const start = performance.now();
  const outcome = await plan({ ...options, atOnce }, options.stacks);
  if (!outcome.ok) throw new Error(outcome.failure.errors.join("\n"));
  const changed = outcome.planned.filter((each) => changesOf(each.plan).size > 0);
  if (outcome.planned.length !== options.stacks.length || changed.length > 0)
    throw new Error(`not as configured: ${changed.map(({ stack }) => stack).join(", ")}`);
  return (performance.now() - start) / 1000;
}

async function main([rounds = "3"]: readonly string[]): Promise<void> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const requirements = await findRequirements();
  if (!requirements.ok) throw new Error(`this needs\n  ${missingText(requirements)}`);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  const emulator = await startEmulator({ folder: join(folder, "e"), requirements });
  try {
    const parsed = parseConfig(parse(yaml), { ...parseOptions, home: emulator.home });
    if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
    const { config } = parsed;
    const options: RunOptions = {
      ...{ config, home: emulator.home, signal: new AbortController().signal },
      stacks: runStacks(config, synth(config, join(folder, "out"))),
      env: { ...emulator.env, TF_VAR_token: "glrt-bench", TF_VAR_spot: "glrt-bench" },
      onEvent: () => undefined,
    };
    const deployed = await deploy({ ...options, approve: () => Promise.resolve(true) }, options.stacks);
    if (!deployed.ok) throw new Error(deployed.failure.errors.join("\n"));
    const atOnce = [1, 2, 4] as const;
    const seconds = new Map<number, number[]>(atOnce.map((count) => [count, []]));
    for (let round = 0; round < Number(rounds); round += 1)
      for (const count of atOnce) seconds.get(count)?.push(await look(options, count));
    const median = (count: number) =>
      (seconds.get(count) ?? []).sort((a, b) => a - b)[Math.floor(Number(rounds) / 2)] ?? NaN;
    const rows = atOnce.map((count) => [
      count === 1 ? "one after the other" : `${count} at the same time`,
      median(count).toFixed(1),
      `${(median(count) / median(1)).toFixed(2)}x`,
    ]);
    process.stdout.write(tableText([["plans of 4 deployed stages", "median s", "ratio"], ...rows]));
    const budget = await plansAtOnce(config);
    process.stdout.write(
      `${rounds} rounds, ${availableParallelism()} cores: glrunner plan takes ${budget} at a time here\n`,
    );
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main(process.argv.slice(2));
