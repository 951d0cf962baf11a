/** What every part of a run needs: where its stacks are, the environment of its commands, and whom it tells. */
import { join } from "node:path";
import type { Config } from "../config";
import type { StackName } from "../config/stages";
import { awsAccess, type AwsAccess } from "../clients/aws/aws-access";
import type { Tell } from "./journal/events";
import type { Journal } from "./journal/journal";
import type { TerraformOptions } from "../clients/terraform/terraform";
import type { Environment } from "../config/environment";

export interface RunStack {
  readonly name: StackName;
  /** Holds `cdk.tf.json`; Terraform runs in it. */
  readonly folder: string;
}

export interface RunContext {
  readonly config: Config;
  /** All of the layout, in deploy order. */
  readonly stacks: readonly RunStack[];
  /** Of every command, whole. */
  readonly env: Environment;
  /** Journal, lock, plans and logs; its owner's alone. */
  readonly folder: string;
  readonly journal: Journal;
  readonly tell: Tell;
  readonly signal: AbortSignal;
  /** Stacks whose providers and modules this run has fetched and checked. */
  readonly initialised: Set<string>;
  /** Ends early when the run is interrupted. */
  readonly pause: (seconds: number) => Promise<void>;
}

export function accessOf({ config, env }: Pick<RunContext, "config" | "env">): AwsAccess {
  return awsAccess(config.region, env);
}

export function terraformOf({ env, signal, tell }: RunContext, stack: RunStack): TerraformOptions {
  const kinds = { started: "resource-started", failed: "resource-failed" } as const;
  return {
    folder: stack.folder,
    env,
    signal,
    onProgress: ({ address, action, phase, seconds }) => {
      const about = { stack: stack.name, address, action };
      tell(
        phase === "done" ? { kind: "resource-done", ...about, seconds } : { kind: kinds[phase], ...about },
      );
    },
  };
}

/** As secret as the state: it holds what the state holds. */
export function planFileOf({ folder }: Pick<RunContext, "folder">, stack: RunStack): string {
  return join(folder, `${stack.name}.tfplan`);
}

/** The same, told as a step with its time. */
export async function asStep<T>(
  { tell }: RunContext,
  { name: stack }: RunStack,
  step: "init" | "plan" | "review" | "apply" | "destroy" | "health" | "sweep",
  work: () => Promise<T>,
): Promise<T> {
  tell({ kind: "step-started", stack, step });
  const started = performance.now();
  const result = await work();
  tell({ kind: "step-done", stack, step, seconds: secondsSince(started) });
  return result;
}

/** Tenths. @param start of `performance.now()` */
export function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 100) / 10;
}
