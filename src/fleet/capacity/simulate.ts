/**
 * Simulates a fleet and a number of jobs that are all queued at time zero, event by event:
 *
 * 1. Each runner of a manager starts a chain of job requests once in a `check_interval`, up to `request_concurrency` chains. A
 *    chain requests another job as soon as it has one (`tick`, `ask`).
 * 2. The manager takes a job if one of its `concurrent` slots is free, and uses CPU to create the pod (`created`).
 * 3. The pod waits for room (quota, addresses, nodes), then for its launch and its image (`pull`, `ready`).
 * 4. The job runs and ends (`done`), or its pod is not up in time (`late`), or its manager runs out of memory.
 * 5. Each end frees a slot and room, which the job that has waited longest gets.
 *
 * The simulation is deterministic: it has no random numbers, and events with the same time have an order. Every queue is first
 * in, first out, so that more of a resource makes nothing later.
 */
import { EventQueue } from "./event-queue";
import type { FailureReason, Fleet, Outcome, Resource } from "./fleet";
import { JobTimeline, jobStates } from "./job-timeline";
import { ManagerState } from "./manager-state";
import { PodRoom, Rate } from "./pods";

const events = { tick: 0, ask: 1, created: 2, pull: 3, ready: 4, done: 5, late: 6, node: 7 } as const;

/** A runner in the configuration of a manager, which starts request chains. */
interface RequestSource {
  readonly manager: ManagerState;
  readonly index: number;
  chains: number;
}

class Simulation {
  private readonly queue = new EventQueue();
  private readonly felt = new Set<Resource>();
  private readonly timeline: JobTimeline;
  private readonly managers: readonly ManagerState[];
  private readonly sources: readonly RequestSource[];
  private readonly room: PodRoom;
  private readonly pulls: Rate;
  private readonly handedOut: Rate;
  private pulled = 0;
  private taken = 0;

  constructor(
    private readonly fleet: Fleet,
    private readonly jobs: number,
  ) {
    this.timeline = new JobTimeline(jobs);
    this.room = new PodRoom(fleet.hosting, this.felt);
    this.handedOut = new Rate(fleet.job.jobsPerSecond, 1);
    this.pulls = new Rate(fleet.registry.pullsPerSecond, 1);
    this.managers = fleet.managers.map((given) => new ManagerState(given, fleet.job));
    this.sources = this.managers.flatMap((manager, index) =>
      Array.from({ length: manager.given.tokens }, () => ({ manager, index, chains: 0 })),
    );
    this.firstTicks();
  }

  run(): Outcome {
    for (let time = this.queue.next; time < Infinity; time = this.queue.next) this.step(time);
    this.endUnfinished();
    const { succeeded, failures, seconds } = this.timeline.counts();
    return {
      ...{ jobs: this.jobs, succeeded, failures, seconds, constraints: this.felt },
      peakPods: this.room.peak,
      peakMiB: Math.max(0, ...this.managers.map(({ peakMiB }) => peakMiB)),
      curves: () => this.timeline.curves(),
    };
  }

  /** The jobs are queued in the middle of a check interval, which is the mean. */
  private firstTicks(): void {
    let source = 0;
    for (const { given } of this.managers) {
      for (let token = 0; token < given.tokens; token += 1) {
        this.queue.add(((token + 0.5) * given.checkIntervalSeconds) / given.tokens, events.tick, source++);
      }
    }
  }

  private step(time: number): void {
    const kind = this.queue.nextKind;
    const subject = this.queue.take();
    if (kind === events.tick) this.tick(time, subject);
    else if (kind === events.ask) this.requests(time, subject);
    else if (kind === events.created) this.created(time, subject);
    else if (kind === events.pull) this.pull(time, subject);
    else if (kind === events.ready) this.ready(time, subject);
    else if (kind === events.done) this.done(time, subject);
    else if (kind === events.late) this.late(time, subject);
    else this.nodeCame(time);
  }

  /** Starts a request chain, and the next one after a check interval, up to `request_concurrency` chains. */
  private tick(time: number, index: number): void {
    const source = this.sources[index];
    if (source === undefined || this.taken >= this.jobs || source.manager.lost) return;
    const { requestConcurrency, checkIntervalSeconds, strict } = source.manager.given;
    if (checkIntervalSeconds > 1) this.felt.add("check-interval");
    if (!strict) source.chains += 1;
    this.queue.add(time, events.ask, index);
    if (source.chains < requestConcurrency) this.queue.add(time + checkIntervalSeconds, events.tick, index);
    else this.felt.add("request-concurrency");
  }

  /**
   * Of several requests at the same time, GitLab assigns the next job to the manager that has taken the fewest. All other
   * events of that time come first, so that these requests stay together.
   */
  private requests(time: number, first: number): void {
    const all = [first];
    while (this.queue.next === time) {
      if (this.queue.nextKind === events.ask) all.push(this.queue.take());
      else this.step(time);
    }
    while (all.length > 0) {
      let fewest = 0;
      for (let at = 1; at < all.length; at += 1) {
        if (this.takenBy(all[at]) < this.takenBy(all[fewest])) fewest = at;
      }
      const [source = -1] = all.splice(fewest, 1);
      this.ask(time, source);
    }
  }

  private takenBy(source: number | undefined): number {
    return this.sources[source ?? -1]?.manager.taken ?? 0;
  }

  private ask(time: number, index: number): void {
    const source = this.sources[index];
    if (source === undefined || this.taken >= this.jobs || source.manager.lost) return;
    const { manager } = source;
    if (!manager.hasSlot) {
      this.felt.add("concurrent");
      manager.block(index);
      return;
    }
    const { requestSeconds, updateSeconds, askAgainSeconds } = this.fleet.job;
    const job = this.taken++;
    manager.taken += 1;
    manager.held += 1;
    this.timeline.manager[job] = source.index;
    this.timeline.put(job, jobStates.held);
    const given = this.handedOut.pass(time);
    if (given > time) this.felt.add("gitlab-rate");
    this.timeline.mark(job, "taken", given + requestSeconds);
    const answered = given + requestSeconds + updateSeconds;
    if (!manager.given.strict) this.queue.add(answered + askAgainSeconds, events.ask, index);
    this.queue.add(manager.create(answered), events.created, job);
    if (manager.given.cpu < Infinity) this.felt.add("manager-cpu");
  }

  private created(time: number, job: number): void {
    if (!this.timeline.is(job, jobStates.held)) return;
    this.timeline.mark(job, "created", time);
    const node = this.room.nodeFor(time);
    if (node !== undefined) this.queue.add(node, events.node, -1);
    if (this.room.enter(job)) {
      this.start(time, job);
      return;
    }
    this.timeline.put(job, jobStates.waiting);
    const deadline = this.deadline(job);
    if (deadline < Infinity) this.queue.add(deadline, events.late, job);
  }

  private start(time: number, job: number): void {
    this.timeline.put(job, jobStates.starting);
    const up = this.room.start(time);
    const limited = this.fleet.registry.pullsPerSecond < Infinity || this.fleet.registry.pulls < Infinity;
    this.inTime(up, limited ? events.pull : events.ready, job);
  }

  private pull(time: number, job: number): void {
    if (!this.timeline.is(job, jobStates.starting)) return;
    if (this.pulled >= this.fleet.registry.pulls) {
      this.felt.add("image-pulls");
      this.fail(time, job, "no-image");
      return;
    }
    this.pulled += 1;
    const has = this.pulls.pass(time);
    if (has > time) this.felt.add("image-pulls");
    this.inTime(has, events.ready, job);
  }

  /** Adds the event, or the end of the pod if the event is after the deadline of the manager. */
  private inTime(time: number, kind: number, job: number): void {
    const deadline = this.deadline(job);
    if (time <= deadline) this.queue.add(time, kind, job);
    else this.queue.add(deadline, events.late, job);
  }

  private deadline(job: number): number {
    const { pollTimeoutSeconds = Infinity } = this.managerOf(job)?.given ?? {};
    return this.timeline.created(job) + pollTimeoutSeconds;
  }

  private managerOf(job: number): ManagerState | undefined {
    return this.managers[this.timeline.manager[job] ?? -1];
  }

  private ready(time: number, job: number): void {
    const manager = this.managerOf(job);
    if (manager === undefined || !this.timeline.is(job, jobStates.starting)) return;
    this.timeline.put(job, jobStates.running);
    this.timeline.mark(job, "running", time);
    if (!manager.open()) {
      this.lose(time, manager);
      return;
    }
    this.queue.add(manager.attend(time) + this.fleet.job.seconds, events.done, job);
  }

  private done(time: number, job: number): void {
    const manager = this.managerOf(job);
    if (manager === undefined || !this.timeline.is(job, jobStates.running)) return;
    manager.sessions -= 1;
    this.timeline.end(job, time);
    this.release(time, job, true);
  }

  private late(time: number, job: number): void {
    if (this.timeline.is(job, jobStates.waiting)) this.fail(time, job, this.room.noRoomReason);
    else if (this.timeline.is(job, jobStates.starting)) this.fail(time, job, "pod-too-late");
  }

  private fail(time: number, job: number, reason: FailureReason): void {
    if (reason !== "no-image") this.felt.add("poll-timeout");
    const hadRoom = this.timeline.is(job, jobStates.starting);
    this.timeline.end(job, time, reason);
    this.release(time, job, hadRoom);
  }

  private release(time: number, job: number, hadRoom: boolean): void {
    const manager = this.managerOf(job);
    if (manager !== undefined) {
      manager.held -= 1;
      const chain = manager.unblock();
      if (chain !== undefined) this.queue.add(time, events.ask, chain);
    }
    if (!hadRoom) return;
    this.room.leave();
    this.admit(time);
  }

  private admit(time: number): void {
    const waits = (job: number) => this.timeline.is(job, jobStates.waiting);
    for (let job = this.room.admit(waits); job !== undefined; job = this.room.admit(waits))
      this.start(time, job);
  }

  private nodeCame(time: number): void {
    this.room.nodeReady();
    this.admit(time);
  }

  /** A manager ran out of memory. No other manager continues its jobs, and their pods keep their room. */
  private lose(time: number, manager: ManagerState): void {
    this.felt.add("manager-memory");
    manager.lost = true;
    for (let job = 0; job < this.taken; job += 1) {
      if (this.managerOf(job) !== manager || this.timeline.is(job, jobStates.ended)) continue;
      this.timeline.end(job, time, "manager-out-of-memory");
    }
  }

  /** Ends the jobs for which no further event exists. */
  private endUnfinished(): void {
    for (let job = 0; job < this.jobs; job += 1) {
      if (this.timeline.is(job, jobStates.ended)) continue;
      this.timeline.end(
        job,
        NaN,
        this.timeline.is(job, jobStates.queued) ? "never-taken" : this.room.noRoomReason,
      );
    }
  }
}

/** @param jobs queued at time zero */
export function simulate(fleet: Fleet, jobs: number): Outcome {
  return new Simulation(fleet, jobs).run();
}
