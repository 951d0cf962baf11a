/** The state of a run, calculated from its events by pure functions: a state and an event give the next state. */
import type { RunEvent, Step } from "../../run/journal/events";
import type { Work } from "./estimate/duration";
import { isOneAtATime, noHistory, type History } from "./estimate/history";

export interface RunningResource extends Work {
  /** All times in milliseconds. */
  readonly since: number;
  /** When AWS began to work on it. AWS works on some types one at a time. */
  readonly turn: number;
}

export interface StageProgress {
  readonly name: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "interrupted" | "skipped";
  /** 0 before the first one. */
  readonly attempt: number;
  /** Whether `terraform init` has ended before the stage starts. @default false */
  readonly isReady?: boolean;
  readonly since?: number;
  /** How long it took, once it has ended. */
  readonly seconds?: number;
  readonly step?: Step;
  readonly stepSince?: number;
  /** How many changes the plan holds. */
  readonly planned?: number;
  readonly done: number;
  readonly failed: number;
  readonly running: readonly RunningResource[];
  /** All work that this attempt has started, including ended work. */
  readonly begun: readonly Work[];
  /** The planned work that is not done; undefined until the plan is known. */
  readonly expected?: readonly Work[];
  /** Why it was skipped or has failed. */
  readonly why: readonly string[];
}

/** Why the run waits. */
export interface Hold {
  readonly stack: string;
  readonly why: string;
  readonly fix?: string;
  readonly attempt?: number;
  readonly until?: number;
}

type RunOutcomeName = Extract<RunEvent, { kind: "run-ended" }>["outcome"];

export interface Progress {
  readonly history: History;
  readonly command: Extract<RunEvent, { kind: "run-started" }>["command"];
  /** Whether the run destroys. For a resumed run only its steps show that. */
  readonly destroys: boolean;
  readonly since?: number;
  readonly stages: readonly StageProgress[];
  /** One for each stage that waits. */
  readonly holds: readonly Hold[];
  /** The message of an interrupted run: what it waits for, and how to force its end. */
  readonly stopping?: string;
  readonly ended?: { readonly outcome: RunOutcomeName; readonly seconds: number };
}

export function nothingYet(history: History = noHistory): Progress {
  return { history, command: "deploy", destroys: false, stages: [], holds: [] };
}

function waitingStage(name: string): StageProgress {
  return { name, state: "waiting", attempt: 0, done: 0, failed: 0, running: [], begun: [], why: [] };
}

/** Sets the planned work of a stage, so that the estimate uses it instead of the table. */
export function expectWork(state: Progress, stack: string, expected: readonly Work[]): Progress {
  return change(state, stack, (stage) => ({ ...stage, expected }));
}

type StackEvent = Extract<RunEvent, { readonly stack: string }>;

export function update(state: Progress, event: RunEvent): Progress {
  const at = Date.parse(event.at);
  if (event.kind === "run-started") {
    const { command, stacks } = event;
    const destroys = command === "destroy";
    return { ...nothingYet(state.history), command, destroys, since: at, stages: stacks.map(waitingStage) };
  }
  if (event.kind === "run-ended") {
    const { outcome, seconds } = event;
    const stages = state.stages.map((stage) => endedWith(stage, outcome, at));
    return { ...state, stages, holds: [], ended: { outcome, seconds } };
  }
  const isPlan = state.command === "plan";
  const next = change(
    isPlan ? state : endPrevious(state, event, at),
    event.stack,
    (stage) => (isPlan ? planEvent(stage, event, at) : undefined) ?? updateStage(stage, event, at),
  );
  const destroys = next.destroys || (event.kind === "step-started" && event.step === "destroy");
  const others = state.holds.filter(({ stack }) => stack !== event.stack);
  return { ...next, destroys, holds: [...others, ...holdOf(event, at)] };
}

function holdOf(event: StackEvent, at: number): readonly Hold[] {
  if (event.kind === "waiting") {
    const { stack, why, fix } = event;
    return [{ stack, why, fix }];
  }
  if (event.kind !== "retrying") return [];
  const { stack, why, attempt, waitSeconds } = event;
  return [{ stack, why, attempt, until: at + waitSeconds * 1000 }];
}

/**
 * Handles the events that differ in a plan, which works on several stages at the same time: it initialises all stages
 * first, which then wait for their turn, and a stage is done when it is planned. @returns undefined for all other events
 */
function planEvent(stage: StageProgress, event: StackEvent, at: number): StageProgress | undefined {
  // The run reads the state of a skipped stage for the stage above it.
  if (stage.state === "skipped" && (event.kind === "step-started" || event.kind === "step-done"))
    return stage;
  if (event.kind === "step-done" && event.step === "init" && stage.attempt === 0)
    return { ...ended(stage), state: "waiting", since: undefined, isReady: true };
  if (event.kind === "stack-started" && event.attempt === 1)
    return { ...updateStage(stage, event, at), isReady: stage.isReady };
  if (event.kind !== "planned") return undefined;
  return { ...stopped(updateStage(stage, event, at), at), state: "done" };
}

/**
 * Ends a stage that was running when the run ended, with the outcome of the run. The sweep after a destroy has no event
 * for its end. An interrupted Terraform also reports errors, so its stage would otherwise count as failed.
 */
function endedWith(stage: StageProgress, outcome: RunOutcomeName, at: number): StageProgress {
  if (stage.state === "running")
    return { ...stopped(stage, at), state: outcome === "cancelled" ? "skipped" : outcome };
  return stage.state === "failed" && outcome === "interrupted" ? { ...stage, state: outcome } : stage;
}

/** Except in plans, stages run one at a time and the first failure ends the run. So a stage is done when the next starts. */
function endPrevious(state: Progress, event: StackEvent, at: number): Progress {
  if (event.kind !== "stack-started" && event.kind !== "stack-skipped") return state;
  const stages = state.stages.map((stage) =>
    stage.state === "running" && stage.name !== event.stack ? endedWith(stage, "done", at) : stage,
  );
  return { ...state, stages };
}

function change(state: Progress, name: string, next: (stage: StageProgress) => StageProgress): Progress {
  const { stages } = state;
  if (!stages.some((stage) => stage.name === name)) {
    // A stage below the chosen ones, which the run only reads, comes first.
    return { ...state, stages: [next(waitingStage(name)), ...stages] };
  }
  return { ...state, stages: stages.map((stage) => (stage.name === name ? next(stage) : stage)) };
}

function updateStage(stage: StageProgress, event: StackEvent, at: number): StageProgress {
  switch (event.kind) {
    case "stack-started": {
      const { name, expected } = stage;
      const again = { ...waitingStage(name), expected, since: stage.since ?? at };
      return { ...again, state: "running", attempt: event.attempt };
    }
    case "step-started":
      return {
        ...stage,
        state: "running",
        since: stage.since ?? at,
        step: event.step,
        stepSince: at,
        running: [],
      };
    // Terraform has ended.
    case "step-done":
    case "waiting":
    case "retrying":
    case "lock-released":
    case "state-repaired":
    case "deletes-data":
      return { ...stage, running: [] };
    case "planned": {
      const planned = event.add + event.change + event.remove;
      return { ...stage, planned, done: 0, failed: 0, begun: [] };
    }
    case "resource-started":
    case "resource-done":
    case "resource-failed":
      return updateResource(stage, event, at);
    case "stack-done":
      return { ...ended(stage), state: "done", seconds: event.seconds };
    case "stack-skipped":
      return { ...ended(stage), state: "skipped", why: [event.why] };
    case "stack-failed":
      return { ...stopped(stage, at), why: event.errors };
  }
}

function ended(stage: StageProgress): StageProgress {
  return { ...stage, running: [], step: undefined, stepSince: undefined };
}

/** Ends a stage before its work is complete. */
function stopped(stage: StageProgress, at: number): StageProgress {
  const passed = stage.since === undefined ? undefined : (at - stage.since) / 1000;
  return { ...ended(stage), state: "failed", seconds: stage.seconds ?? passed };
}

type ResourceEvent = Extract<StackEvent, { readonly address: string }>;

function updateResource(stage: StageProgress, event: ResourceEvent, at: number): StageProgress {
  const { address, action } = event;
  const others = stage.running.filter((each) => each.address !== address || each.action !== action);
  if (event.kind === "resource-started") {
    const begun = [...stage.begun, { address, action }];
    return { ...stage, begun, running: [...others, { address, action, since: at, turn: at }] };
  }
  const turnIsOver = isOneAtATime(address);
  const running = others.map((each) =>
    turnIsOver && isOneAtATime(each.address) ? { ...each, turn: at } : each,
  );
  // Reading a resource is not a change of the plan.
  if (action === "other") return { ...stage, running };
  if (event.kind === "resource-failed") return { ...stage, running, failed: stage.failed + 1 };
  const expected = stage.expected?.filter((each) => each.address !== address || each.action !== action);
  return { ...stage, running, expected, done: stage.done + 1 };
}
