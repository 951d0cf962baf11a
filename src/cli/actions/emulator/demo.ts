/**
 * `glrunner demo`: the whole life of a configuration on loopback. Synthesis, every stack up, what exists where, every
 * stack down again, and the proof that nothing is left; with real Terraform and the JSON that would go to AWS.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../../config";
import { takenAs } from "../../../config/resolve/token-variable";
import { startEmulator, type Emulator } from "../../../emulator";
import type { FoundRequirements } from "../../../emulator/requirements";
import { changesOf } from "../../../run/approval";
import { secondsSince, type RunStack } from "../../../run/context";
import { deploy } from "../../../run/deploy";
import { destroy } from "../../../run/destroy";
import type { RunEvent } from "../../../run/journal/events";
import type { RunFailure } from "../../../run/outcome";
import { environmentNames } from "../../../run/runner-tokens";
import type { ApprovalRequest } from "../../../run/stack-runner";
import { terraformDriver } from "../../../clients/terraform/terraform";
import { workOf } from "../run/approve";
import { emulatorTools } from "./emulator-tools";
import { fail, type ProjectOptions } from "../../context/command-context";
import type { CommandCall } from "../../definition/command";
import {
  demoStory,
  demoVerdict,
  isEmpty,
  type DemoResult,
  type DemoStep,
  type DemoStory,
} from "./demo-story";
import { exitCodes, type ExitCode } from "../../exit-codes";
import { contentsText } from "./inventory-text";
import { loadWithWarnings } from "../../context/load-config";
import { runStacks } from "../run/open-project";
import type { ProgressView } from "../../progress/view";
import { programOf } from "../init/next-steps";
import { synth } from "../synth";

interface DemoCommandOptions extends ProjectOptions {
  readonly mirror: string | undefined;
}

type DemoOutcome =
  { readonly ok: true; readonly result: DemoResult } | { readonly ok: false; readonly message: string };

interface DemoOptions {
  readonly config: Config;
  readonly requirements: FoundRequirements;
  /** Ends the demo, once Terraform has stopped and nothing is left behind. */
  readonly interrupted: AbortSignal;
  readonly story: DemoStory;
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
  const { requirements, story } = options;
  const started = performance.now();
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
  let emulator: Emulator | undefined;
  try {
    story.begin("Start AWS, a module registry and a Kubernetes API on loopback");
    emulator = await startEmulator({ folder, requirements });
    story.done();
    const config = inHome(options.config, emulator.home);
    story.begin("Synthesize the Terraform JSON that would go to AWS");
    const stacks = runStacks(config, synth(config, join(folder, "cdktf.out")));
    story.done(stacks.map(({ name }) => name).join(", "));
    const life = await upAndDown({ emulator, config, stacks, options });
    if ("message" in life) return { ok: false, message: life.message };
    return { ok: true, result: { ...life, seconds: secondsSince(started) } };
  } finally {
    story.stop();
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
  const { story, interrupted: signal } = options;
  const env = { ...emulator.env, ...demoTokens(config) };
  const home = emulator.home;
  const steps: DemoStep[] = [];
  const runOf = (did: DemoStep["did"], view: ProgressView) => ({
    ...{ config, stacks, env, home, signal },
    approve: ({ stack, plan }: ApprovalRequest) => {
      view.expect(stack.name, workOf(changesOf(plan)));
      return Promise.resolve(true);
    },
    onEvent: (event: RunEvent) => {
      view.onEvent(event);
      if (event.kind !== "stack-done") return;
      const { stack, add, change, remove, seconds } = event;
      steps.push({ stack, did, changes: { add, change, remove }, seconds });
    },
  });
  const up = await story.run("Deploy: plan and apply each stage", "deploy", signal, (view) =>
    deploy(runOf("deployed", view), stacks),
  );
  if (!up.ok) return failure("deploy", up);
  story.begin("Look at what exists now");
  const outputs: Record<string, DemoResult["outputs"][string]> = {};
  for (const { name, folder } of stacks) outputs[name] = await terraformDriver({ folder, env }).outputs();
  const deployed = await emulator.inventory();
  story.done(undefined, contentsText(deployed));
  const down = await story.run("Destroy: remove the stages in reverse order", "destroy", signal, (view) =>
    destroy(runOf("destroyed", view), stacks),
  );
  if (!down.ok) return failure("destroy", down);
  story.begin("Look for anything that is left");
  const left = await emulator.inventory();
  story.done(undefined, contentsText(left));
  return { steps, outputs, deployed, left };
}

function failure(command: string, { failure: { stack, errors } }: RunFailure) {
  return { message: `${command} of ${stack ?? "the stages"} failed\n  ${errors.join("\n  ")}` };
}

function demoTokens(config: Config): Record<string, string> {
  return Object.fromEntries(environmentNames(config).map((name) => [takenAs(name), demoToken]));
}

export async function runDemo(call: CommandCall<DemoCommandOptions>): Promise<ExitCode> {
  // What it warns of concerns a real account.
  const loaded = loadWithWarnings(call);
  if (loaded === undefined) return exitCodes.refused;
  const { config } = loaded;
  const taken = takenFromAccount(config);
  if (taken !== undefined) {
    const message = `the demo's account is empty: it cannot have what ${taken} names`;
    return fail(call, { code: "demo-needs-account", message });
  }
  const story = demoStory(call.terminal);
  story.introduce(config.name);
  const interrupted = call.onInterrupt("Terraform, and removing what the demo created");
  const requirements = await emulatorTools(call, call.values.mirror, interrupted);
  if (typeof requirements === "number") return requirements;
  const outcome = await demo({ config, requirements, interrupted, story });
  if (interrupted.aborted) {
    const message = "interrupted; nothing of the demo is left";
    return fail(call, { code: "interrupted", message, fix: "run it again" });
  }
  if (!outcome.ok) return fail(call, { code: "demo-failed", message: outcome.message });
  const { result } = outcome;
  call.print(result, demoVerdict(result, programOf(call.env)));
  if (isEmpty(result.left)) return exitCodes.ok;
  const message = "the destroy left resources behind";
  return fail(call, { code: "demo-left-resources", message, isPrinted: true });
}
