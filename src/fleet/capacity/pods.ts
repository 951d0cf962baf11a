/**
 * The room for pods. On Fargate a pod that finds no room is not tried again, unless the fleet sets `retries`; the others
 * start at a limited rate. On nodes each pod asks for a node, and takes the first room that becomes free. Warm room is there from the
 * start; a pod that takes it asks for a node too, as the pause pod that it displaced does.
 */
import type { FailureReason, PodPlace, Resource } from "./fleet";

/** Fraction of the golden ratio: its multiples spread evenly over 0 to 1. */
const golden = (Math.sqrt(5) - 1) / 2;

/**
 * How long the pod of this turn takes to start: quantiles of an even distribution, ordered so that each run of them
 * covers the whole range. By the pod's turn and not by its job, so that a pod that comes sooner never ends later.
 */
function coldStartSeconds(turn: number, from: number, to: number): number {
  const share = ((turn + 1) * golden) % 1;
  return from + share * Math.max(0, to - from);
}

/** A rate limit with a burst, as AWS applies them: anyone who comes too early waits in line, and nobody is refused. */
export class Rate {
  /** When the allowance would be whole again. */
  private full = 0;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
  ) {}

  /** When something that comes at this time may pass. */
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
  /** Room on nodes that are ready. */
  private ready = 0;
  private asked = 0;
  private launched = 0;
  private readonly waiting: number[] = [];
  private firstWaiting = 0;
  private readonly launches: Rate;

  constructor(
    private readonly place: PodPlace,
    private readonly felt: Set<Resource>,
  ) {
    const [rate, burst] =
      place.kind === "fargate" ? [place.launchesPerSecond, place.launchBurst] : [Infinity, 1];
    this.launches = new Rate(rate, burst);
    if (place.kind === "nodes") this.ready = this.asked = Math.min(place.warmPods, this.most);
  }

  private get most(): number {
    const { place } = this;
    return Math.min(place.podsOfQuota, place.kind === "fargate" ? place.podsOfAddresses : place.podsOfPool);
  }

  /** When the node comes that this pod has asked for, if it may have one. */
  nodeFor(at: number): number | undefined {
    if (this.place.kind === "fargate" || this.asked >= this.most) return undefined;
    this.asked += 1;
    return at + this.place.nodeStartSeconds;
  }

  /** @returns whether there is room now; else the pod waits, or is lost until the manager gives it up */
  enter(job: number): boolean {
    if (this.hasRoom && this.nobodyWaits) {
      this.use();
      return true;
    }
    if (this.place.kind === "nodes" || this.place.retries) this.waiting.push(job);
    if (this.place.kind === "fargate" || this.asked >= this.most) this.full();
    return false;
  }

  /** A node has come. */
  nodeReady(): void {
    this.ready += 1;
  }

  leave(): void {
    this.used -= 1;
  }

  /** The pod that has waited longest, and has room now. */
  admit(stillWaits: (job: number) => boolean): number | undefined {
    while (this.hasRoom && !this.nobodyWaits) {
      const job = this.waiting[this.firstWaiting++] ?? -1;
      if (!stillWaits(job)) continue;
      this.use();
      return job;
    }
    return undefined;
  }

  /** When a pod that has room now is up, but for its image. */
  start(at: number): number {
    const { place } = this;
    if (place.kind === "nodes") return at + place.podStartSeconds;
    const launched = this.launches.pass(at);
    if (launched > at) this.felt.add("launch-rate");
    const turn = this.launched++;
    return launched + coldStartSeconds(turn, place.coldStartFromSeconds, place.coldStartToSeconds);
  }

  /** Why a pod that found no room fails. */
  get whyNone(): FailureReason {
    const { place } = this;
    if (place.kind === "nodes") return this.asked >= this.most ? "no-room" : "pod-too-late";
    return place.podsOfAddresses < place.podsOfQuota ? "no-address" : "no-room";
  }

  private get hasRoom(): boolean {
    return this.used < (this.place.kind === "fargate" ? this.most : this.ready);
  }

  private get nobodyWaits(): boolean {
    return this.firstWaiting >= this.waiting.length;
  }

  private use(): void {
    this.used += 1;
    this.peak = Math.max(this.peak, this.used);
  }

  private full(): void {
    const { place } = this;
    const other = place.kind === "fargate" ? place.podsOfAddresses : place.podsOfPool;
    if (place.podsOfQuota <= other) this.felt.add("vcpu-quota");
    if (other <= place.podsOfQuota) this.felt.add(place.kind === "fargate" ? "addresses" : "pool-limit");
  }
}
