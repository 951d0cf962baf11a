import { describe, expect, it } from "vitest";
import { startMoto } from "../../../src/emulator/aws/moto";

describe("a moto", () => {
  // A stand-in of moto itself: says its address as moto does, then waits.
  const fake = 'echo "Running on http://127.0.0.1:$((40000 + $$ % 1000)) for $*"; exec sleep 60';

  it("is used at the address that it says, and ends with us", async () => {
    const moto = await startMoto(["sh", "-c", fake, "moto"]);
    expect(moto.url).toMatch(/^http:\/\/127\.0\.0\.1:40\d{3}$/);
    const before = performance.now();
    await moto.stop();
    expect(performance.now() - before).toBeLessThan(30_000);
  });

  it("that ends before it listens is an error with what it said", async () => {
    await expect(startMoto(["sh", "-c", "echo no such module >&2; exit 1"])).rejects.toThrow(
      "no such module",
    );
  });
});
