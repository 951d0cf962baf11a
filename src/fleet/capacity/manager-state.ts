/**
 * The state of a manager during a simulation: its jobs, its CPU and its memory. The CPU has two queues of jobs: for the creation
 * of their pods, and for the rest of the work. The memory grows with the jobs that run or wait for that work.
 */
import type { FleetManager, JobDemand } from "./fleet";

export class ManagerState {
  taken = 0;
  held = 0;
  sessions = 0;
  lost = false;
  peakMiB: number;
  /** Request chains that wait for one of the `concurrent` slots. */
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

  get hasSlot(): boolean {
    return this.held < this.given.concurrent;
  }

  block(chain: number): void {
    this.blocked.push(chain);
  }

  /** Removes the chain that has waited longest. */
  unblock(): number | undefined {
    return this.firstBlocked < this.blocked.length ? this.blocked[this.firstBlocked++] : undefined;
  }

  /** Creates the pod of a job. @param at when the job was taken @returns when the pod exists */
  create(at: number): number {
    this.creating = Math.max(at, this.creating) + this.cost.createCpuSeconds / this.given.cpu;
    return this.creating;
  }

  /** Does the rest of the work for a job. @returns when it is done */
  attend(at: number): number {
    const rest = Math.max(0, this.cost.jobCpuSeconds - this.cost.createCpuSeconds);
    this.attending = Math.max(at, this.attending) + rest / this.given.cpu;
    return this.attending;
  }

  /** Opens the session of a job. @returns whether the manager has enough memory */
  open(): boolean {
    this.sessions += 1;
    const used = this.cost.managerMiB + this.sessions * this.cost.sessionMiB;
    this.peakMiB = Math.max(this.peakMiB, Math.min(used, this.given.memoryMiB));
    return used <= this.given.memoryMiB;
  }
}
