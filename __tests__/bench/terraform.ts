/**
 * Measures Terraform with four stages and with one root, on the emulator in one run: `npm run bench`. It compares one shared
 * provider copy with a copy for each stage, the four stages with the tutorial's three targeted applies, and the staged run
 * with plain Terraform. It only prints the times, because they depend on the machine.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { providerPins } from "../../modules/pins";
import { formatProblems, parseConfig } from "../../src/config";
import { startEmulator, type Emulator } from "../../src/emulator";
import { platform } from "../../src/emulator/providers/aws-mirror";
import { findRequirements, missingText, type FoundRequirements } from "../../src/emulator/requirements";
import { synthesize } from "../../src/stacks";
import { parseOptions } from "../support/synth";
import { measureOnce, tableText, type Run } from "./measure";

const yamlOf = (layout: "staged" | "single") => `
name: glrunner
region: us-west-2
layout: ${layout}
runners:
  - { name: fargate, token: "env:TF_VAR_token", compute: fargate, concurrent: 200 }
  - { name: spot, token: "env:TF_VAR_spot", compute: spot, concurrent: 100 }
`;

interface Total {
  readonly name: string;
  readonly seconds: number;
  readonly peak: number;
  readonly megabytes?: number;
}

const totalOf = (name: string, runs: readonly Run[]): Total => ({
  name,
  seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
  peak: Math.max(...runs.map(({ peak = NaN }) => peak)),
});

/** Stack name to the folder of its JSON. */
function stacksOf(emulator: Emulator, layout: "staged" | "single", output: string): string[] {
  const parsed = parseConfig(parse(yamlOf(layout)), { ...parseOptions, home: emulator.home });
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems));
  return synthesize(parsed.config, output).stacks.map((stack) => join(output, "stacks", stack));
}

const terraform = (cwd: string, env: Emulator["env"], ...args: string[]) =>
  measureOnce(["terraform", ...args], {
    cwd,
    env: { ...env, TF_VAR_token: "glrt-bench", TF_VAR_spot: "glrt-bench" },
  });

/** Like a registry: an archive from which each copy is unpacked. */
function packedMirror(folder: string, mirror: string): string {
  const { source, version } = providerPins.aws;
  const base = join("registry.terraform.io", source);
  const file = join(folder, base, `terraform-provider-aws_${version}_${platform}.zip`);
  const unpacked = join(mirror, base, version, platform);
  mkdirSync(join(folder, base), { recursive: true });
  execFileSync("python3", [
    "-c",
    "import shutil,sys; shutil.make_archive(*sys.argv[1:])",
    file.slice(0, -4),
    "zip",
    unpacked,
  ]);
  return folder;
}

async function compareInit(requirements: FoundRequirements): Promise<Total[][]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  const mirror = packedMirror(join(folder, "packed"), requirements.mirror);
  const emulator = await startEmulator({
    folder: join(folder, "e"),
    requirements: { ...requirements, mirror },
  });
  try {
    const runs = async (name: string, { shared = false, locked = false }): Promise<Total> => {
      const place = join(folder, name.replace(/\W+/g, "-"));
      const cache = join(place, "cache");
      mkdirSync(cache, { recursive: true });
      const env = { ...emulator.env, ...(shared && { TF_PLUGIN_CACHE_DIR: cache }) };
      const all: Run[] = [];
      let lockFile: string | undefined;
      for (const stack of stacksOf(emulator, "staged", place)) {
        const own = join(stack, ".terraform.lock.hcl");
        if (locked && lockFile !== undefined) copyFileSync(lockFile, own);
        all.push(await terraform(stack, env, "init"));
        lockFile ??= own;
      }
      return { ...totalOf(`init of 4 stages, ${name}`, all), megabytes: megabytesOf(place) };
    };
    return [
      [
        // Without a lock file Terraform trusts no copy, and unpacks the archive again to check it.
        await runs("one copy, and the first stage's lock file", { shared: true, locked: true }),
        await runs("one copy", { shared: true }),
        await runs("a copy each", {}),
      ],
    ];
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function megabytesOf(folder: string): number {
  return Number(execFileSync("du", ["-sk", folder], { encoding: "utf8" }).split("\t")[0]) / 1024;
}

/** A deploy and a destroy of all stages: by Terraform's own commands, each plan saved, and by the staged run. */
async function compareRuns(requirements: FoundRequirements): Promise<Total[][]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  const emulator = await startEmulator({ folder: join(folder, "e"), requirements });
  const { env, home } = emulator;
  const life = async (name: string, up: () => Promise<Run[]>, down: () => Promise<Run[]>) => {
    const all = [...(await up()), ...(await down())];
    const left = await emulator.inventory();
    if (left.aws.length + left.cluster.length > 0) throw new Error(`${name} left something`);
    return totalOf(`deploy and destroy, ${name}`, all);
  };
  try {
    const bare = stacksOf(emulator, "staged", join(folder, "bare"));
    const step = async (stack: string, ...plan: string[]) => [
      await terraform(stack, env, "init"),
      await terraform(stack, env, "plan", "-out=plan", ...plan),
      await terraform(stack, env, "apply", "plan"),
    ];
    const each = async (stacks: readonly string[], ...plan: string[]) => {
      const runs: Run[] = [];
      for (const stack of stacks) runs.push(...(await step(stack, ...plan)));
      return runs;
    };
    const byTerraform = await life(
      "terraform",
      () => each(bare),
      () => each([...bare].reverse(), "-destroy"),
    );
    rmSync(join(home, "tfstate"), { recursive: true });
    const config = join(folder, "glrunner.yaml");
    writeFileSync(config, yamlOf("staged"));
    const glrunner = async (...words: string[]) => {
      const args = [...words, "--config", config, "--output", join(folder, "run")];
      const how = {
        cwd: process.cwd(),
        env: { ...env, TF_VAR_token: "glrt-bench", TF_VAR_spot: "glrt-bench" },
      };
      const { seconds } = await measureOnce(
        [process.execPath, "--import", "tsx", "src/cli/main.ts", ...args],
        how,
      );
      // Its Terraform is in its own process group, which is not measured.
      return [{ seconds, peak: undefined }];
    };
    const byRun = await life(
      "glrunner",
      () => glrunner("deploy", "--yes"),
      () => glrunner("destroy", "--confirm", "glrunner"),
    );
    return [[byTerraform, byRun]];
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Steps {
  readonly plans: Run[];
  readonly others: Run[];
}

/** @returns the times of one more plan, of the first plans, and of everything */
async function comparePlans(requirements: FoundRequirements): Promise<Total[][]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  const emulator = await startEmulator({ folder: join(folder, "e"), requirements });
  const { env } = emulator;
  try {
    const stages: Steps = { plans: [], others: [] };
    const stacks = stacksOf(emulator, "staged", join(folder, "staged"));
    for (const stack of stacks) {
      stages.others.push(await terraform(stack, env, "init"));
      stages.plans.push(await terraform(stack, env, "plan", "-out=plan"));
      stages.others.push(await terraform(stack, env, "apply", "plan"));
    }
    const oneStage = await terraform(stacks.at(-1) ?? "", env, "plan");
    await emulator.reset();
    const targeted: Steps = { plans: [], others: [] };
    const [root = ""] = stacksOf(emulator, "single", join(folder, "single"));
    targeted.others.push(await terraform(root, env, "init"));
    for (const target of [["-target=module.vpc"], ["-target=module.eks"], []]) {
      targeted.plans.push(await terraform(root, env, "plan", "-out=plan", ...target));
      targeted.others.push(await terraform(root, env, "apply", "plan"));
    }
    const whole = await terraform(root, env, "plan");
    return [
      [
        totalOf("plan of a changed runner: its stage", [oneStage]),
        totalOf("the tutorial's one root", [whole]),
      ],
      [
        totalOf("plans of the 4 stages", stages.plans),
        totalOf("the tutorial's 3 targeted plans", targeted.plans),
      ],
      [
        totalOf("4 stages, with init and apply", [...stages.plans, ...stages.others]),
        totalOf("the tutorial's 3 steps, with init and apply", [...targeted.plans, ...targeted.others]),
      ],
    ];
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  // Hides the SDK's warning about Node versions: versions are pinned.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const requirements = await findRequirements();
  if (!requirements.ok) throw new Error(`this needs\n  ${missingText(requirements)}`);
  for (const compare of [compareInit, comparePlans, compareRuns]) {
    for (const totals of await compare(requirements)) process.stdout.write(ratios(totals));
  }
}

/** Relative to the first. */
function ratios(totals: readonly Total[]): string {
  const base = totals[0]?.seconds ?? NaN;
  const rows = totals.map(({ name, seconds, peak, megabytes }) => [
    name,
    seconds.toFixed(1),
    `${(seconds / base).toFixed(2)}x`,
    Number.isNaN(peak) ? "-" : peak.toFixed(0),
    megabytes?.toFixed(0) ?? "-",
  ]);
  return tableText([["Terraform", "s", "ratio", "peak MB of a step", "disk MB"], ...rows]);
}

void main();
