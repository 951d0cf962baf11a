/**
 * Faults that wait for their calls. Each fault counts the calls that match it: it lets `after` of them pass, then applies
 * to `times` of them. If several faults apply to one call, all count it and the first one is returned.
 */
export interface FaultTiming {
  /** How many matching calls pass first. @default 0 */
  readonly after?: number;
  /** How many matching calls fail then. @default 1 */
  readonly times?: number;
}

export class InjectedFaults<Fault extends FaultTiming, Call> {
  private readonly waiting: { readonly fault: Fault; seen: number }[] = [];

  constructor(private readonly matches: (fault: Fault, call: Call) => boolean) {}

  inject(fault: Fault): void {
    this.waiting.push({ fault, seen: 0 });
  }

  clear(): void {
    this.waiting.length = 0;
  }

  /** Counts the call, and returns the fault that applies to it. */
  next(call: Call): Fault | undefined {
    let applied: Fault | undefined;
    for (const entry of this.waiting) {
      if (!this.matches(entry.fault, call)) continue;
      entry.seen += 1;
      const { after = 0, times = 1 } = entry.fault;
      if (entry.seen > after && entry.seen <= after + times) applied ??= entry.fault;
    }
    return applied;
  }
}
