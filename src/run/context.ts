/** The objects that all parts of a run share: the run itself, and one session for each of its stacks. */
import { join } from "node:path";
import type { Config } from "../config";
import type { Environment } from "../config/environment";
import type { StackName } from "../config/stages";
import { awsAccess, type AwsAccess } from "../clients/aws/aws-access";
import type { RunCommand } from "../clients/system/command";
import { terraformDriver, type ResourceProgress, type Terraform } from "../clients/terraform/terraform";
import type { EmitEvent, NewRunEvent, RunCommandName, Step } from "./journal/events";
import type { Journal } from "./journal/journal";

/** A synthesized stack on this machine. */
export interface RunStack {
  readonly name: StackName;
  /** Holds `cdk.tf.json`; Terraform runs in it. */
  readonly folder: string;
}

/** One call of `plan`, `deploy`, `destroy` or `resume`, while it holds the run's lock. */
export interface RunContext {
  readonly config: Config;
  readonly command: RunCommandName;
  /** Every stack of the layout, in deploy order. */
  readonly stacks: readonly StackSession[];
  /** The whole environment of every command. */
  readonly env: Environment;
  /** Holds the journal, the lock, plans and logs. Only its owner may read it. */
  readonly folder: string;
  readonly journal: Journal;
  /** Writes the event to the journal and shows it. Never throws. */
  readonly emit: EmitEvent;
  /** Aborted when the user interrupts the run. */
  readonly signal: AbortSignal;
  /** Waits. An interruption ends it early, without an error. */
  readonly pause: (seconds: number) => Promise<void>;
  /** Starts every command of the run. */
  readonly execute: RunCommand;
}

/** One stack in a run, from init to health: what its steps share. */
export interface StackSession extends RunStack {
  readonly run: RunContext;
  readonly terraform: Terraform;
  /** File of the plan while it waits for approval. It is as secret as the state. */
  readonly planFile: string;
  /** File to which Terraform writes its events during an apply. */
  readonly logFile: string;
  /** Whether this run has fetched its providers and modules and verified them. */
  initialised: boolean;
  readonly emit: (event: StackEvent) => void;
  /** Does one step, and emits its start and its end. */
  readonly step: <T>(step: Step, work: () => Promise<T>) => Promise<T>;
}

type WithoutStack<T> = T extends { readonly stack: string } ? Omit<T, "stack"> : never;
/** An event of a stack whose name is known. */
type StackEvent = WithoutStack<NewRunEvent>;

/** Creates the session of a stack. Starts nothing. */
export function openStack(run: RunContext, { name, folder }: RunStack): StackSession {
  const emit = (event: StackEvent) => {
    run.emit({ ...event, stack: name });
  };
  const { env, signal, execute } = run;
  return {
    run,
    name,
    folder,
    terraform: terraformDriver({
      folder,
      env,
      signal,
      execute,
      onProgress: (each) => {
        emit(progressEvent(each));
      },
    }),
    planFile: join(run.folder, `${name}.tfplan`),
    logFile: join(run.folder, `${name}.log`),
    initialised: false,
    emit,
    step: async (step, work) => {
      emit({ kind: "step-started", step });
      const started = performance.now();
      const result = await work();
      emit({ kind: "step-done", step, seconds: secondsSince(started) });
      return result;
    },
  };
}

function progressEvent({ phase, seconds, ...resource }: ResourceProgress): StackEvent {
  if (phase === "done") return { kind: "resource-done", ...resource, seconds };
  return { kind: phase === "started" ? "resource-started" : "resource-failed", ...resource };
}

/** Access to AWS for the run's own calls, with the credentials and the endpoint of Terraform's provider. */
export function accessOf({ config, env }: Pick<RunContext, "config" | "env">): AwsAccess {
  return awsAccess(config.region, env);
}

/** Seconds, to a tenth. @param start of `performance.now()` */
export function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 100) / 10;
}
