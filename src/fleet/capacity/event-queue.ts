/**
 * The pending events of a simulation, the earliest first. Events with the same time keep the order in which they were added,
 * so that a simulation always has the same result. The queue is a binary heap in four columns.
 */
export class EventQueue {
  private readonly times: number[] = [];
  private readonly orders: number[] = [];
  private readonly kinds: number[] = [];
  private readonly subjects: number[] = [];
  private entered = 0;

  /** Time of the next event; Infinity if there is none. */
  get next(): number {
    return this.times[0] ?? Infinity;
  }

  /** Kind of the next event. */
  get nextKind(): number | undefined {
    return this.kinds[0];
  }

  add(time: number, kind: number, subject: number): void {
    let at = this.times.length;
    const order = this.entered++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.isBefore(above, time, order)) break;
      this.copy(above, at);
      at = above;
    }
    this.set(at, time, order, kind, subject);
  }

  /** Removes the next event. @returns its subject */
  take(): number {
    const [subject = -1] = this.subjects;
    const [time = 0, order = 0] = [this.times.pop(), this.orders.pop()];
    const [kind = 0, last = 0] = [this.kinds.pop(), this.subjects.pop()];
    const size = this.times.length;
    if (size === 0) return subject;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= size) break;
      if (below + 1 < size && this.isBefore(below + 1, this.times[below] ?? 0, this.orders[below] ?? 0))
        below += 1;
      if (!this.isBefore(below, time, order)) break;
      this.copy(below, at);
      at = below;
    }
    this.set(at, time, order, kind, last);
    return subject;
  }

  private isBefore(at: number, time: number, order: number): boolean {
    const own = this.times[at] ?? 0;
    return own < time || (own === time && (this.orders[at] ?? 0) < order);
  }

  private copy(from: number, to: number): void {
    this.set(
      to,
      this.times[from] ?? 0,
      this.orders[from] ?? 0,
      this.kinds[from] ?? 0,
      this.subjects[from] ?? 0,
    );
  }

  private set(at: number, time: number, order: number, kind: number, subject: number): void {
    this.times[at] = time;
    this.orders[at] = order;
    this.kinds[at] = kind;
    this.subjects[at] = subject;
  }
}
