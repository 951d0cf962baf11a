/** Everything that a run needs, in a folder of its own: stacks that are not synthesized, scripted commands, scripted AWS. */
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

export interface ScriptedRun {
  /** Approves every plan. */
  readonly options: DeployOptions;
  /** In deploy order. */
  readonly stacks: readonly RunStack[];
  readonly commands: ScriptedCommands;
  readonly aws: ScriptedAws;
  /** What the run reported. */
  readonly events: RunEvent[];
  /** What it asked to approve. */
  readonly requests: ApprovalRequest[];
  readonly interruption: AbortController;
  /** Holds the journal. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

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
  // The emulator's key: no modules are fetched, and nothing real can be reached.
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
