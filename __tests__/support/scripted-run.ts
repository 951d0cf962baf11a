/** Creates everything that a run needs in a temporary folder: minimal stacks, scripted commands and a scripted AWS endpoint. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StackName } from "../../src/config/stages";
import type { RunStack } from "../../src/run/context";
import type { DeployOptions } from "../../src/run/deploy";
import type { RunEvent } from "../../src/run/journal/events";
import { runFolder } from "../../src/run/journal/run-directory";
import type { ApprovalRequest } from "../../src/run/stack-runner";
import { scriptedAws, type ScriptedAws } from "./scripted-aws";
import { scriptedCommands, type ScriptedCommands } from "./scripted-commands";
import { configOf } from "./synth";

/** The options of a run, and recordings of what the run does. */
export interface ScriptedRun {
  /** The options of the run. They approve every plan. */
  readonly options: DeployOptions;
  /** The stacks in deploy order. */
  readonly stacks: readonly RunStack[];
  readonly commands: ScriptedCommands;
  readonly aws: ScriptedAws;
  /** The events that the run reported. */
  readonly events: RunEvent[];
  /** The approvals that the run asked for. */
  readonly requests: ApprovalRequest[];
  /** Interrupts the run, as Ctrl-C does. */
  readonly interruption: AbortController;
  /** The folder that contains the journal. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

/** Prepares a run of these stages. `close` removes its files. */
export async function scriptedRun(names: readonly StackName[]): Promise<ScriptedRun> {
  const home = mkdtempSync(join(tmpdir(), "glr-"));
  const stacks = names.map((name) => ({ name, folder: join(home, "stacks", name) }));
  for (const { folder } of stacks) {
    mkdirSync(folder, { recursive: true });
    const backend = { local: { path: join(folder, "state") } };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend } }));
  }
  const config = configOf({
    ...{ name: "ci", region: "us-west-2" },
    state: { backend: "local", directory: join(home, "state") },
  });
  const commands = scriptedCommands();
  const aws = await scriptedAws();
  // The key of the emulator. With it, a run fetches no modules and calls no real AWS.
  const env = {
    ...{ AWS_ACCESS_KEY_ID: "loopback", AWS_SECRET_ACCESS_KEY: "loopback", AWS_ENDPOINT_URL: aws.url },
    TF_VAR_runner_token: "glrt-test",
  };
  const events: RunEvent[] = [];
  const requests: ApprovalRequest[] = [];
  const interruption = new AbortController();
  const options: DeployOptions = {
    ...{ config, stacks, env, home, signal: interruption.signal, execute: commands.execute },
    pause: () => Promise.resolve(),
    onEvent: (event) => events.push(event),
    approve: (request) => {
      requests.push(request);
      return Promise.resolve(true);
    },
  };
  const close = async () => {
    await aws.stop();
    rmSync(home, { recursive: true, force: true });
  };
  const folder = runFolder(config, home);
  return { options, stacks, commands, aws, events, requests, interruption, folder, close };
}
