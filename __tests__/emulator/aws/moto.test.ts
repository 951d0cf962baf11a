import { describe, expect, it } from "vitest";
import { startMoto } from "../../../src/emulator/aws/moto";

describe("moto", () => {
  // A stand-in for moto: it prints its address like moto, then waits.
  const fake = 'echo "Running on http://127.0.0.1:$((40000 + $$ % 1000)) for $*"; exec sleep 60';

  it("is reached at the address that it prints, and ends with this process", async () => {
    const moto = await startMoto(["sh", "-c", fake, "moto"]);
    expect(moto.url).toMatch(/^http:\/\/127\.0\.0\.1:40\d{3}$/);
    const before = performance.now();
    await moto.stop();
    expect(performance.now() - before).toBeLessThan(30_000);
  });

  it("causes an error with its output if it ends before it listens", async () => {
    await expect(startMoto(["sh", "-c", "echo no such module >&2; exit 1"])).rejects.toThrow(
      "no such module",
    );
  });
});
