/**
 * The managers while a fleet runs: which jobs each holds, its CPU as two lines in which jobs wait (to make a pod, and
 * to attend to it), and its memory, which grows with the jobs that run or wait to be attended to.
 */
import type { FleetManager, JobDemand } from "./fleet";

export class ManagerState {
  taken = 0;
  held = 0;
  sessions = 0;
  lost = false;
  peakMiB: number;
  /** Chains of requests that wait for one of `concurrent` places. */
  private readonly blocked: number[] = [];
  private firstBlocked = 0;
  private creating = 0;
  private attending = 0;

  constructor(
    readonly given: FleetManager,
    private readonly cost: JobDemand,
  ) {
    this.peakMiB = cost.managerMiB;
  }

  get hasPlace(): boolean {
    return this.held < this.given.concurrent;
  }

  block(chain: number): void {
    this.blocked.push(chain);
  }

  /** The chain that has waited longest. */
  unblock(): number | undefined {
    return this.firstBlocked < this.blocked.length ? this.blocked[this.firstBlocked++] : undefined;
  }

  /** When the pod of a job that was taken by then is created. */
  create(at: number): number {
    this.creating = Math.max(at, this.creating) + this.cost.createCpuSeconds / this.given.cpu;
    return this.creating;
  }

  /** When the manager has finished all of its own work for a job. */
  attend(at: number): number {
    const rest = Math.max(0, this.cost.jobCpuSeconds - this.cost.createCpuSeconds);
    this.attending = Math.max(at, this.attending) + rest / this.given.cpu;
    return this.attending;
  }

  /** @returns whether the manager has the memory for it */
  open(): boolean {
    this.sessions += 1;
    const used = this.cost.managerMiB + this.sessions * this.cost.sessionMiB;
    this.peakMiB = Math.max(this.peakMiB, Math.min(used, this.given.memoryMiB));
    return used <= this.given.memoryMiB;
  }
}
