/** Parts that are started one by one or at once, and stopped together: also when one of them did not start. */
export interface Part {
  readonly stop: () => Promise<void>;
}

export class Parts {
  private readonly starting: Promise<Part>[] = [];

  add<T extends Part>(part: Promise<T>): Promise<T> {
    this.starting.push(part);
    return part;
  }

  async stop(): Promise<void> {
    const settled = await Promise.allSettled(this.starting);
    await Promise.all(settled.flatMap((part) => (part.status === "fulfilled" ? [part.value.stop()] : [])));
  }

  /** @throws what `start` throws, once all that did start has stopped */
  async orNone<T>(start: () => Promise<T>): Promise<T> {
    try {
      return await start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }
}
