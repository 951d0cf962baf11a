/**
 * `glrunner demo`: the whole life of a configuration on loopback. Synthesis, every stack up, what exists where, every
 * stack down again, and the proof that nothing is left; with real Terraform and the JSON that would go to AWS.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Config } from "../config";
import { startEmulator, type Contents, type Emulator } from "../emulator";
import type { Found } from "../emulator/requirements";
import {
  terraformApply,
  terraformDestroy,
  terraformInit,
  terraformOutputs,
  type ChangeCounts,
  type TerraformOptions,
  type TerraformOutcome,
} from "../run/terraform";
import { variableName } from "../constructs/runner-token";
import { contentsText } from "./contents";
import type { StackSummary } from "./summary";
import { synth } from "./synth";

export interface DemoStep {
  readonly stack: string;
  readonly did: "deployed" | "destroyed";
  readonly changes: ChangeCounts;
  readonly seconds: number;
}

export interface DemoResult {
  readonly steps: readonly DemoStep[];
  /** Of each stack; sensitive ones without their value. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly deployed: Contents;
  /** After the destroy. Empty, or the demo has found a defect. */
  readonly left: Contents;
  readonly seconds: number;
}

export type DemoOutcome =
  { readonly ok: true; readonly result: DemoResult } | { readonly ok: false; readonly message: string };

export interface DemoOptions {
  readonly config: Config;
  readonly requirements: Found;
  /** Ends the demo, once Terraform has stopped and nothing is left behind. */
  readonly interrupted: AbortSignal;
  /** A line that stays. */
  readonly say: (line: string) => void;
  /** A line that the next one may replace. */
  readonly show: (line: string) => void;
}

/**
 * What the configuration takes from an account, and an empty one does not have; undefined when there is nothing.
 * Each is a key of the configuration.
 */
export function takenFromAccount({ network, runners }: Config): string | undefined {
  const stored = runners.findIndex(({ token }) => /^(ssm|secretsmanager):/.test(token));
  if (network.kind === "existing") return "network.existing";
  return stored < 0 ? undefined : `runners[${stored}].token`;
}

/** A state that the configuration keeps elsewhere is a real one: the demo has its own, wherever that is. */
function inHome(config: Config, home: string): Config {
  return { ...config, state: { backend: "local", directory: join(home, "tfstate", config.name) } };
}

/** A token that no GitLab has, for every runner of the demo. */
const demoToken = "glrt-demo";

export async function demo(options: DemoOptions): Promise<DemoOutcome> {
  const { requirements, say, show } = options;
  const started = performance.now();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  show("starting AWS, a module registry and a cluster on loopback");
  let emulator: Emulator | undefined;
  try {
    emulator = await startEmulator({ folder, requirements });
    const config = inHome(options.config, emulator.home);
    const { stacks } = synth(config, join(folder, "cdktf.out"));
    say(`synthesized  ${stacks.map(({ name }) => name).join(", ")}: the JSON that would go to AWS`);
    const life = await upAndDown({ emulator, config, stacks, options });
    if ("message" in life) return { ok: false, message: life.message };
    return { ok: true, result: { ...life, seconds: secondsSince(started) } };
  } finally {
    await emulator?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Life {
  readonly emulator: Emulator;
  readonly config: Config;
  readonly stacks: readonly StackSummary[];
  readonly options: DemoOptions;
}

async function upAndDown({
  emulator,
  config,
  stacks,
  options,
}: Life): Promise<Omit<DemoResult, "seconds"> | { readonly message: string }> {
  const { say, show, interrupted: signal } = options;
  const env = { ...emulator.env, ...demoTokens(config) };
  const steps: DemoStep[] = [];
  const outputs: Record<string, DemoResult["outputs"][string]> = {};
  for (const { name, file, resources, modules } of stacks) {
    const terraform = { folder: dirname(file), env, signal, onProgress: progress(name, show) };
    show(`${name}: terraform init (${modules.length} modules, ${resources.length} resources of its own)`);
    const init = await terraformInit(terraform);
    if (!init.ok) return failure(name, "init", init.errors);
    const step = await take(name, "deployed", () => terraformApply(terraform));
    if ("message" in step) return step;
    say(stepText(step));
    steps.push(step);
    outputs[name] = await terraformOutputs(terraform);
  }
  const deployed = await emulator.contents();
  say(`exists now\n${contentsText(deployed)}`.trimEnd());
  for (const { name, file } of [...stacks].reverse()) {
    const terraform = { folder: dirname(file), env, signal, onProgress: progress(name, show) };
    const step = await take(name, "destroyed", () => terraformDestroy(terraform));
    if ("message" in step) return step;
    say(stepText(step));
    steps.push(step);
  }
  const left = await emulator.contents();
  say(`exists now\n${contentsText(left)}`.trimEnd());
  return { steps, outputs, deployed, left };
}

function progress(stack: string, show: (line: string) => void): TerraformOptions["onProgress"] {
  let count = 0;
  return ({ address, action, done }) => {
    if (!done) return;
    count += 1;
    show(`${stack}: ${count} ${action === "delete" ? "gone" : "there"}, ${address}`);
  };
}

async function take(
  stack: string,
  did: DemoStep["did"],
  run: () => Promise<TerraformOutcome>,
): Promise<DemoStep | { readonly message: string }> {
  const started = performance.now();
  const outcome = await run();
  if (!outcome.ok) return failure(stack, did === "deployed" ? "apply" : "destroy", outcome.errors);
  return { stack, did, changes: outcome.changes, seconds: secondsSince(started) };
}

function failure(stack: string, command: string, errors: readonly string[]) {
  return { message: `terraform ${command} of ${stack} failed\n  ${errors.join("\n  ")}` };
}

const secondsSince = (start: number) => Math.round((performance.now() - start) / 100) / 10;

function demoTokens({ runners }: Config): Record<string, string> {
  return Object.fromEntries(
    runners.flatMap(({ token }) => {
      const name = /^env:(.+)$/.exec(token)?.[1];
      return name === undefined ? [] : [[`TF_VAR_${variableName(name)}`, demoToken]];
    }),
  );
}

function stepText({ stack, did, changes, seconds }: DemoStep): string {
  const count = did === "deployed" ? `${changes.add} added` : `${changes.remove} gone`;
  return `${did.padEnd(11)}  ${stack.padEnd(8)} ${count.padStart(9)}  ${seconds.toFixed(1).padStart(5)} s`;
}

export function demoText({ outputs, left, seconds }: DemoResult): string {
  const stages = Object.entries(outputs).flatMap(([stack, values]) =>
    Object.entries(values).map(([name, value]) => `  ${stack}.${name} = ${shortened(JSON.stringify(value))}`),
  );
  const verdict = isEmpty(left)
    ? "Nothing is left in AWS, Kubernetes or Helm."
    : `Left behind, which is a defect of glrunner:\n${contentsText(left)}`;
  return `outputs\n${stages.join("\n")}\n${verdict}\nThe whole life took ${seconds.toFixed(0)} s.\n`;
}

const shortened = (text: string) => (text.length > 90 ? `${text.slice(0, 87)}...` : text);

export function isEmpty({ aws, cluster }: Contents): boolean {
  return aws.length === 0 && cluster.length === 0;
}
