/** Estimates the remaining time of a run, and formats it as a range with its source. */
import type { Step } from "../../run/journal/events";
import { resourceType } from "./estimate/address";
import { stepDuration, type Work } from "./estimate/duration";
import { estimate } from "./estimate/estimate";
import { left, sum, sumAtOnce, type Estimate } from "./estimate/span";
import { typicalWork } from "./estimate/tables";
import type { Progress, StageProgress } from "./state";

const deploySteps = ["init", "plan", "review", "apply", "health"] as const;
const destroySteps = ["init", "plan", "review", "destroy", "sweep"] as const;

/** The remaining time of the run. Undefined before its start and after its end. */
export function timeLeft(state: Progress, now: number): Estimate | undefined {
  if (state.since === undefined || state.ended) return undefined;
  const open = state.stages.filter(({ state: each }) => each === "waiting" || each === "running");
  const parts = open.map((stage) => stepsLeft(stage, state).map((step) => stepLeft(step, stage, state, now)));
  if (state.command !== "plan") return sum(parts.flat());
  return sumAtOnce(parts.map(sum), Math.max(1, open.filter(({ state: each }) => each === "running").length));
}

function stepsLeft({ step, isReady = false }: StageProgress, state: Progress): readonly Step[] {
  if (state.command === "plan") return isReady || step === "plan" ? ["plan"] : ["init", "plan"];
  const steps: readonly Step[] = state.destroys ? destroySteps : deploySteps;
  const current = step === undefined ? 0 : steps.indexOf(step);
  // Only some stages are followed by a sweep, so it counts only while it runs.
  const open = steps.slice(Math.max(0, current)).filter((each) => each !== "sweep" || each === step);
  return current === -1 && step !== undefined ? [step, ...open] : open;
}

function stepLeft(step: Step, stage: StageProgress, state: Progress, now: number): Estimate {
  if (step === "apply" || step === "destroy") {
    const running = stage.running.map((work) => ({ ...work, elapsedSeconds: (now - work.turn) / 1000 }));
    return estimate(pendingWork(stage, state), running, state.history.work);
  }
  const whole = stepDuration(stage.name, step, state.history);
  return step === stage.step && stage.stepSince !== undefined
    ? left(whole, (now - stage.stepSince) / 1000)
    : whole;
}

/** Planned work that has not started. Before the plan is known, the work that earlier runs or the table suggest. */
function pendingWork(stage: StageProgress, state: Progress): Work[] {
  const rest = [...stage.begun];
  return (stage.expected ?? suggestedWork(stage, state)).filter((work) => {
    const type = resourceType(work.address);
    const isSame = stage.expected
      ? (other: Work) => other.address === work.address && other.action === work.action
      : (other: Work) => type !== undefined && resourceType(other.address) === type;
    const found = rest.findIndex(isSame);
    if (found !== -1) rest.splice(found, 1);
    return found === -1;
  });
}

function suggestedWork({ name, planned }: StageProgress, state: Progress): Work[] {
  const action = state.destroys ? "delete" : "create";
  const past = state.history.work.filter((work) => work.stack === name && work.action === action);
  const known = [...new Set(past.map(({ address }) => address))];
  const table = typicalWork.get(name)?.map((type, index) => `${type}.${index}`) ?? [];
  const addresses = known.length > 0 ? known : table;
  const suggested = addresses.map((address): Work => ({ address, action }));
  // A plan with less work than suggested is a different kind of run.
  if (planned === undefined || planned >= suggested.length) return suggested;
  return Array.from({ length: planned }, () => ({ address: "", action: "other" }));
}

const bases = {
  history: "from earlier runs",
  table: "from published figures",
  mixed: "partly from earlier runs",
} as const;

/** The remaining time as texts, the longest first. A narrow terminal uses a shorter one. */
export function leftTexts(span: Estimate): readonly string[] {
  const { low, high, unit } = rounded(span);
  const shortUnit = unit.slice(0, unit === "minutes" ? 3 : 1);
  const range = low === high ? `about ${high}` : low === 0 ? `up to ${high}` : `about ${low} to ${high}`;
  const name = high === 1 ? unit.slice(0, -1) : unit;
  const text = `${range} ${name} left`;
  return [`${text} (${bases[span.from]})`, text, `${low === high ? "" : `${low}-`}${high} ${shortUnit} left`];
}

function rounded({ low, high }: Estimate) {
  if (high >= 100) return { low: Math.floor(low / 60), high: Math.ceil(high / 60), unit: "minutes" } as const;
  const tens = (seconds: number, round: (value: number) => number) => round(seconds / 10) * 10;
  return { low: tens(low, Math.floor), high: Math.max(10, tens(high, Math.ceil)), unit: "seconds" } as const;
}
