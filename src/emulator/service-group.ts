/** Services that are stopped together, even if one of them did not start. */
export interface Service {
  readonly stop: () => Promise<void>;
}

export class ServiceGroup {
  private readonly starting: Promise<Service>[] = [];

  add<T extends Service>(service: Promise<T>): Promise<T> {
    this.starting.push(service);
    return service;
  }

  async stop(): Promise<void> {
    const started = await Promise.allSettled(this.starting);
    await Promise.all(
      started.flatMap((service) => (service.status === "fulfilled" ? [service.value.stop()] : [])),
    );
  }

  /** @throws the error of `start`, after every started service has stopped */
  async stopOnFailure<T>(start: () => Promise<T>): Promise<T> {
    try {
      return await start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }
}
