import { describe, expect, it } from "vitest";
import { runCommand } from "../../../src/clients/system/command";

describe("runCommand", () => {
  const options = { cwd: ".", env: { PATH: process.env.PATH } };

  it("returns status and output, and passes only the given environment", async () => {
    const result = await runCommand(["sh", "-c", 'echo "out $HOME"; echo err >&2; exit 3'], options);
    expect(result).toEqual({ status: 3, stdout: "out \n", stderr: "err\n" });
  });

  it("fails without throwing if the command does not exist", async () => {
    const result = await runCommand(["no-such-command"], options);
    expect(result.status).toBeUndefined();
    expect(result.stderr).toContain("ENOENT");
  });

  it("kills a command that takes too long, with its child processes", async () => {
    const limits = { timeoutMs: 50, graceMs: 20 };
    const result = await runCommand(["sh", "-c", "sleep 60 & sleep 60"], { ...options, ...limits });
    expect(result).toEqual({ status: undefined, stdout: "", stderr: "" });
  });

  it("sends SIGINT when it is interrupted, so that the command can finish its work", async () => {
    const stop = new AbortController();
    const script = 'trap "echo saved; exit 130" INT; echo started; while :; do sleep 0.01; done';
    const result = await runCommand(["sh", "-c", script], {
      ...options,
      signal: stop.signal,
      onLine: () => {
        stop.abort();
      },
    });
    expect(result).toEqual({ status: 130, stdout: "started\nsaved\n", stderr: "" });
  });
});
