/** A rate with a burst, as AWS keeps them: whoever comes too early waits in line, and nobody is turned away. */
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
