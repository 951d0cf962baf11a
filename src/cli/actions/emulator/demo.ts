/**
 * `glrunner demo`: deploys and destroys a configuration on an emulated AWS, with real Terraform and the JSON that would go
 * to AWS. It lists what exists after the deploy and checks that nothing is left after the destroy.
 */
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../../../config";
import { takenAs } from "../../../config/resolve/token-variable";
import { startEmulator, type Emulator } from "../../../emulator";
import type { FoundRequirements } from "../../../emulator/requirements";
import { changesOf } from "../../../run/planning/approval";
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
  /** Ends the demo. It first stops Terraform and deletes what it created. */
  readonly interrupted: AbortSignal;
  readonly story: DemoStory;
}

/** The first configuration key that refers to something in an AWS account, which an empty account does not have. */
export function accountReference({ network, runners }: Config): string | undefined {
  const stored = runners.findIndex(({ token }) => /^(ssm|secretsmanager):/.test(token));
  if (network.kind === "existing") return "network.existing";
  return stored < 0 ? undefined : `runners[${stored}].token`;
}

/** Keeps the state in the demo's home: the state of the configuration belongs to a real cluster. */
function withLocalState(config: Config, home: string): Config {
  return { ...config, state: { backend: "local", directory: join(home, "tfstate", config.name) } };
}

/** The token of every runner of the demo. No GitLab accepts it. */
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
    const config = withLocalState(options.config, emulator.home);
    story.begin("Synthesize the Terraform JSON that would go to AWS");
    const stacks = runStacks(config, synth(config, join(folder, "cdktf.out")));
    story.done(stacks.map(({ name }) => name).join(", "));
    const outcome = await deployAndDestroy({ emulator, config, stacks, options });
    if ("message" in outcome) return { ok: false, message: outcome.message };
    return { ok: true, result: { ...outcome, seconds: secondsSince(started) } };
  } finally {
    story.stop();
    await emulator?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface DemoRun {
  readonly emulator: Emulator;
  readonly config: Config;
  readonly stacks: readonly RunStack[];
  readonly options: DemoOptions;
}

async function deployAndDestroy(
  demoRun: DemoRun,
): Promise<Omit<DemoResult, "seconds"> | { readonly message: string }> {
  const { emulator, config, stacks, options } = demoRun;
  const { story, interrupted: signal } = options;
  const env = { ...emulator.env, ...demoTokens(config) };
  const home = emulator.home;
  const steps: DemoStep[] = [];
  const runOf = (did: DemoStep["did"], view: ProgressView) => ({
    ...{ config, stacks, env, home, signal },
    approve: ({ stack, plan }: ApprovalRequest) => {
      view.expectWork(stack.name, workOf(changesOf(plan)));
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
  // Its warnings concern a real account, so the demo does not print them.
  const loaded = loadWithWarnings(call);
  if (loaded === undefined) return exitCodes.refused;
  const { config } = loaded;
  const reference = accountReference(config);
  if (reference !== undefined) {
    const message = `the demo's account is empty: it does not have what ${reference} refers to`;
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
