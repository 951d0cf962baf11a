/**
 * `glrunner demo`: the whole life of a configuration on loopback. Synthesis, every stack up, what exists where, every
 * stack down again, and the proof that nothing is left; with real Terraform and the JSON that would go to AWS.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../config";
import { TerminalText } from "../../html/terminal-text";
import { takenAs } from "../../config/resolve/token-variable";
import { startEmulator, type Inventory, type Emulator } from "../../emulator";
import { findRequirements, type FoundRequirements } from "../../emulator/requirements";
import { secondsSince, type RunStack } from "../../run/context";
import { deploy } from "../../run/deploy";
import { destroy } from "../../run/destroy";
import type { RunEvent } from "../../run/journal/events";
import type { RunFailure } from "../../run/outcome";
import { environmentNames } from "../../run/runner-tokens";
import { terraformDriver, type ChangeCounts } from "../../clients/terraform/terraform";
import { fail, outputFolder, type ProjectOptions } from "../command-context";
import type { Call } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../load-config";
import { paint } from "../terminal";
import { contentsText } from "../inventory-text";
import { runStacks } from "../open-project";
import { synth, synthText } from "./synth";

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
  readonly deployed: Inventory;
  /** After the destroy. Empty, or the demo has found a defect. */
  readonly left: Inventory;
  readonly seconds: number;
}

type DemoOutcome =
  { readonly ok: true; readonly result: DemoResult } | { readonly ok: false; readonly message: string };

interface DemoOptions {
  readonly config: Config;
  readonly requirements: FoundRequirements;
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

async function demo(options: DemoOptions): Promise<DemoOutcome> {
  const { requirements, say, show } = options;
  const started = performance.now();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  show("starting AWS, a module registry and a cluster on loopback");
  let emulator: Emulator | undefined;
  try {
    emulator = await startEmulator({ folder, requirements });
    const config = inHome(options.config, emulator.home);
    const synthesized = synth(config, join(folder, "cdktf.out"));
    const stacks = runStacks(config, synthesized);
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
  readonly stacks: readonly RunStack[];
  readonly options: DemoOptions;
}

async function upAndDown(life: Life): Promise<Omit<DemoResult, "seconds"> | { readonly message: string }> {
  const { emulator, config, stacks, options } = life;
  const { say, interrupted: signal } = options;
  const env = { ...emulator.env, ...demoTokens(config) };
  const run = {
    config,
    stacks,
    env,
    home: emulator.home,
    signal,
    approve: () => Promise.resolve(true),
  };
  const steps: DemoStep[] = [];
  const onEvent = showing(options, steps);
  const up = await deploy({ ...run, onEvent: onEvent("deployed") }, stacks);
  if (!up.ok) return failure("deploy", up);
  const outputs: Record<string, DemoResult["outputs"][string]> = {};
  for (const { name, folder } of stacks) outputs[name] = await terraformDriver({ folder, env }).outputs();
  const deployed = await emulator.inventory();
  say(`exists now\n${contentsText(deployed)}`.trimEnd());
  const down = await destroy({ ...run, onEvent: onEvent("destroyed") }, stacks);
  if (!down.ok) return failure("destroy", down);
  const left = await emulator.inventory();
  say(`exists now\n${contentsText(left)}`.trimEnd());
  return { steps, outputs, deployed, left };
}

function showing({ say, show }: DemoOptions, steps: DemoStep[]) {
  return (did: DemoStep["did"]) => {
    let count = 0;
    return (event: RunEvent) => {
      switch (event.kind) {
        case "step-started":
          count = 0;
          show(`${event.stack}: ${event.step}`);
          break;
        case "resource-done":
          count += 1;
          show(`${event.stack}: ${count} ${event.action === "delete" ? "gone" : "there"}, ${event.address}`);
          break;
        case "stack-done": {
          const { stack, add, change, remove, seconds } = event;
          const step = { stack, did, changes: { add, change, remove }, seconds };
          steps.push(step);
          say(stepText(step));
          break;
        }
        default:
      }
    };
  };
}

function failure(command: string, { failure: { stack, errors } }: RunFailure) {
  return { message: `${command} of ${stack ?? "the stacks"} failed\n  ${errors.join("\n  ")}` };
}

function demoTokens(config: Config): Record<string, string> {
  return Object.fromEntries(environmentNames(config).map((name) => [takenAs(name), demoToken]));
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

export function isEmpty({ aws, cluster }: Inventory): boolean {
  return aws.length === 0 && cluster.length === 0;
}

export async function runDemo(call: Call<ProjectOptions>): Promise<ExitCode> {
  const { terminal, print } = call;
  const config = load(call);
  if (!config) return exitCodes.refused;
  const requirements = await findRequirements();
  if (!requirements.ok) {
    const result = synth(config, outputFolder(call.env, call.values.output));
    print(result, synthText(result));
    return fail(call, {
      code: "requirements-missing",
      message: `the demo needs\n  ${requirements.missing.join("\n  ")}`,
      fix: "install them; what would be deployed is above",
    });
  }
  const taken = takenFromAccount(config);
  if (taken !== undefined) {
    const message = `the demo's account is empty: it cannot have what ${taken} names`;
    return fail(call, { code: "demo-needs-account", message });
  }
  const { interactive } = terminal;
  const overwrite = (line: string) => {
    paint(terminal, "err", interactive ? TerminalText.overwriting(line) : line);
  };
  const interrupted = call.onInterrupt("Terraform, and removing what the demo created");
  const outcome = await demo({
    config,
    requirements,
    interrupted,
    say: (line) => {
      overwrite(`${line}\n`);
    },
    show: (line) => {
      if (interactive) overwrite(line.slice(0, 100));
    },
  });
  if (interrupted.aborted) {
    const message = "interrupted; nothing of the demo is left";
    return fail(call, { code: "interrupted", message, fix: "run it again" });
  }
  if (!outcome.ok) return fail(call, { code: "demo-failed", message: outcome.message });
  print(outcome.result, demoText(outcome.result));
  if (isEmpty(outcome.result.left)) return exitCodes.ok;
  const message = "the destroy left resources behind";
  return fail(call, { code: "demo-left-resources", message, isPrinted: true });
}
