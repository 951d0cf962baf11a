import { expect, it } from "vitest";
import { whileFinishing } from "../../src/cli/interrupt";

const listeners = () => ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => process.listenerCount(signal));

it("listens to the signals that end a process for as long as it lasts, and no longer", async () => {
  const before = listeners();
  const during = await whileFinishing((interrupted) => Promise.resolve([listeners(), interrupted.aborted]));
  expect(during).toEqual([before.map((count) => count + 1), false]);
  expect(listeners()).toEqual(before);
  await expect(whileFinishing(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(listeners()).toEqual(before);
});
