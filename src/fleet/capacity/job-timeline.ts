/** The state and the times of each job of a simulation, in typed arrays, so that 10,000 jobs need little memory. */
import { failureReasons, type Curves, type FailureReason } from "./fleet";

export const jobStates = { queued: 0, held: 1, waiting: 2, starting: 3, running: 4, ended: 5 } as const;
type JobState = (typeof jobStates)[keyof typeof jobStates];

/** The value in `ends` of a succeeded job. A failed job has the index of its reason plus one. */
const succeeded = 0;

export class JobTimeline {
  readonly manager: Int32Array;
  private readonly states: Uint8Array;
  private readonly ends: Uint8Array;
  private readonly times: Readonly<Record<"taken" | "created" | "running" | "ended", Float64Array>>;

  constructor(readonly jobs: number) {
    const times = () => new Float64Array(jobs).fill(NaN);
    this.manager = new Int32Array(jobs).fill(-1);
    this.states = new Uint8Array(jobs);
    this.ends = new Uint8Array(jobs);
    this.times = { taken: times(), created: times(), running: times(), ended: times() };
  }

  is(job: number, state: JobState): boolean {
    return this.states[job] === state;
  }

  put(job: number, state: JobState): void {
    this.states[job] = state;
  }

  mark(job: number, state: "taken" | "created" | "running", time: number): void {
    this.times[state][job] = time;
  }

  created(job: number): number {
    return this.times.created[job] ?? NaN;
  }

  /** @param time NaN if the job never ends */
  end(job: number, time: number, reason?: FailureReason): void {
    this.states[job] = jobStates.ended;
    this.ends[job] = reason === undefined ? succeeded : failureReasons.indexOf(reason) + 1;
    this.times.ended[job] = time;
  }

  counts(): { succeeded: number; failures: Record<FailureReason, number>; seconds: number } {
    const byEnd = new Array<number>(failureReasons.length + 1).fill(0);
    for (const end of this.ends) byEnd[end] = (byEnd[end] ?? 0) + 1;
    const of = (reason: FailureReason) => byEnd[failureReasons.indexOf(reason) + 1] ?? 0;
    const failures: Record<FailureReason, number> = {
      "no-room": of("no-room"),
      "no-address": of("no-address"),
      "pod-too-late": of("pod-too-late"),
      "no-image": of("no-image"),
      "manager-out-of-memory": of("manager-out-of-memory"),
      "never-taken": of("never-taken"),
    };
    const seconds = this.times.ended.reduce((last, time) => (time > last ? time : last), 0);
    return { succeeded: byEnd[succeeded] ?? 0, failures, seconds };
  }

  curves(): Curves {
    const { taken, created, running, ended } = this.times;
    const known = (times: Float64Array) => times.filter((time) => !Number.isNaN(time)).sort();
    return {
      taken: known(taken),
      created: known(created),
      running: known(running),
      succeeded: known(ended.filter((_, job) => this.ends[job] === succeeded)),
      failed: known(ended.filter((_, job) => this.ends[job] !== succeeded)),
    };
  }
}
