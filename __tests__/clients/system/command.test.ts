import { describe, expect, it } from "vitest";
import { runCommand } from "../../../src/clients/system/command";

describe("runCommand", () => {
  const options = { cwd: ".", env: { PATH: process.env.PATH } };

  it("gives status and output, and no environment but the one given", async () => {
    const result = await runCommand(["sh", "-c", 'echo "out $HOME"; echo err >&2; exit 3'], options);
    expect(result).toEqual({ status: 3, stdout: "out \n", stderr: "err\n" });
  });

  it("fails, and does not throw, where there is no such command", async () => {
    const result = await runCommand(["no-such-command"], options);
    expect(result.status).toBeUndefined();
    expect(result.stderr).toContain("ENOENT");
  });

  it("ends a command that takes too long, with what it started", async () => {
    const result = await runCommand(["sh", "-c", "sleep 60 & sleep 60"], {
      ...options,
      timeoutMs: 200,
      graceMs: 100,
    });
    expect(result).toEqual({ status: undefined, stdout: "", stderr: "" });
  });
});
