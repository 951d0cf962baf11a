/**
 * The room for pods during a simulation. On Fargate pods start at a limited rate, and a pod without room is not tried again
 * unless the fleet sets `retries`. On nodes each pod requests a node and takes the first room that becomes free. Warm room
 * exists from the beginning; a pod that takes it also requests a node, because the pause pod that it replaces needs one.
 */
import type { FailureReason, PodHosting, Resource } from "./fleet";

/** Fractional part of the golden ratio. Its multiples modulo 1 are spread evenly over 0 to 1. */
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * How long the pod of this turn takes to start. The durations are evenly distributed, in an order in which every few of them
 * cover the whole range. They depend on the turn and not on the job, so that a pod that comes sooner never ends later.
 */
function coldStartSeconds(turn: number, from: number, to: number): number {
  const share = ((turn + 1) * golden) % 1;
  return from + share * Math.max(0, to - from);
}

/** A rate limit with a burst, as AWS applies it. A request that is too early waits in a queue, and none is refused. */
export class Rate {
  /** When the full burst is available again. */
  private full = 0;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /** @returns when a request that comes at this time may pass */
  pass(at: number): number {
    if (this.perSecond === Infinity) return at;
    const passes = Math.max(at, this.full - (this.burst - 1) / this.perSecond);
    this.full = Math.max(passes, this.full) + 1 / this.perSecond;
    return passes;
  }
}

export class PodRoom {
  peak = 0;
  private used = 0;
  /** Pods that fit on the ready nodes. */
  private ready = 0;
  private requested = 0;
  private launched = 0;
  private readonly waiting: number[] = [];
  private firstWaiting = 0;
  private readonly launches: Rate;

  constructor(
    private readonly hosting: PodHosting,
    private readonly constraints: Set<Resource>,
  ) {
    const [rate, burst] =
      hosting.kind === "fargate" ? [hosting.launchesPerSecond, hosting.launchBurst] : [Infinity, 1];
    this.launches = new Rate(rate, burst);
    if (hosting.kind === "nodes") this.ready = this.requested = Math.min(hosting.warmPods, this.max);
  }

  private get max(): number {
    const { hosting } = this;
    return Math.min(
      hosting.podsOfQuota,
      hosting.kind === "fargate" ? hosting.podsOfAddresses : hosting.podsOfPool,
    );
  }

  /** Requests a node for a pod. @returns when it is ready; undefined if no further node is allowed */
  nodeFor(at: number): number | undefined {
    if (this.hosting.kind === "fargate" || this.requested >= this.max) return undefined;
    this.requested += 1;
    return at + this.hosting.nodeStartSeconds;
  }

  /** @returns whether there is room now. Otherwise the pod waits, or remains without room until the manager gives up. */
  enter(job: number): boolean {
    if (this.hasRoom && this.isQueueEmpty) {
      this.use();
      return true;
    }
    if (this.hosting.kind === "nodes" || this.hosting.retries) this.waiting.push(job);
    if (this.hosting.kind === "fargate" || this.requested >= this.max) this.reportFull();
    return false;
  }

  /** A node is ready. */
  nodeReady(): void {
    this.ready += 1;
  }

  leave(): void {
    this.used -= 1;
  }

  /** Gives room to the pod that has waited longest. @returns its job; undefined if no pod waits or there is no room */
  admit(stillWaits: (job: number) => boolean): number | undefined {
    while (this.hasRoom && !this.isQueueEmpty) {
      const job = this.waiting[this.firstWaiting++] ?? -1;
      if (!stillWaits(job)) continue;
      this.use();
      return job;
    }
    return undefined;
  }

  /** Starts a pod that has room. @returns when it is up, without the pull of its image */
  start(at: number): number {
    const { hosting } = this;
    if (hosting.kind === "nodes") return at + hosting.podStartSeconds;
    const launched = this.launches.pass(at);
    if (launched > at) this.constraints.add("launch-rate");
    const turn = this.launched++;
    return launched + coldStartSeconds(turn, hosting.coldStartFromSeconds, hosting.coldStartToSeconds);
  }

  /** Why a pod without room fails. */
  get noRoomReason(): FailureReason {
    const { hosting } = this;
    if (hosting.kind === "nodes") return this.requested >= this.max ? "no-room" : "pod-too-late";
    return hosting.podsOfAddresses < hosting.podsOfQuota ? "no-address" : "no-room";
  }

  private get hasRoom(): boolean {
    return this.used < (this.hosting.kind === "fargate" ? this.max : this.ready);
  }

  private get isQueueEmpty(): boolean {
    return this.firstWaiting >= this.waiting.length;
  }

  private use(): void {
    this.used += 1;
    this.peak = Math.max(this.peak, this.used);
  }

  private reportFull(): void {
    const { hosting } = this;
    const other = hosting.kind === "fargate" ? hosting.podsOfAddresses : hosting.podsOfPool;
    if (hosting.podsOfQuota <= other) this.constraints.add("vcpu-quota");
    if (other <= hosting.podsOfQuota)
      this.constraints.add(hosting.kind === "fargate" ? "addresses" : "pool-limit");
  }
}
