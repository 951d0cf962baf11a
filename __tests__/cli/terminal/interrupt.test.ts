import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { run } from "../../../src/cli";
import { exitCodes } from "../../../src/cli/exit-codes";
import { interruptListener } from "../../../src/cli/terminal/interrupt";

function listener() {
  const exits: number[] = [];
  const source = Object.assign(new EventEmitter(), { exit: (code: number) => exits.push(code) });
  const printed: string[] = [];
  let time = 0;
  const interrupts = interruptListener({ print: (text) => printed.push(text), source, now: () => time });
  const send = (signal: NodeJS.Signals, at: number) => {
    time = at;
    source.emit(signal, signal);
  };
  return { ...interrupts, source, exits, printed, send };
}

describe("an interruption", () => {
  it("aborts the command, and names what it waits for and how to force its end", () => {
    const { listen, send, printed, exits } = listener();
    const signal = listen("Terraform");
    send("SIGINT", 0);
    expect(signal.aborted).toBe(true);
    expect(printed.join("")).toBe("\nStopping: waiting for Terraform. Press Ctrl-C again to end at once.\n");
    expect(exits).toEqual([]);
  });

  it("ignores a second signal within a second", () => {
    const { listen, send, printed, exits } = listener();
    listen("Terraform");
    for (const at of [5000, 5001, 5010, 5999]) send("SIGINT", at);
    expect(exits).toEqual([]);
    expect(printed).toHaveLength(1);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("ends the process at a later %s", (again) => {
    const { listen, send, exits } = listener();
    listen();
    send("SIGINT", 0);
    send(again, 1000);
    expect(exits).toEqual([exitCodes.interrupted]);
  });

  it("never ends the process when the terminal closes", () => {
    const { listen, send, exits } = listener();
    const signal = listen();
    for (const at of [0, 5000, 9000]) send("SIGHUP", at);
    expect(signal.aborted).toBe(true);
    expect(exits).toEqual([]);
  });

  it("has one listener for the duration of the command", () => {
    const { listen, end, source } = listener();
    expect(source.listenerCount("SIGINT")).toBe(0);
    expect(listen()).toBe(listen());
    expect(["SIGINT", "SIGTERM", "SIGHUP"].map((each) => source.listenerCount(each))).toEqual([1, 1, 1]);
    end();
    expect(["SIGINT", "SIGTERM", "SIGHUP"].map((each) => source.listenerCount(each))).toEqual([0, 0, 0]);
  });

  it("leaves no listener behind after a command", async () => {
    const count = () => ["SIGINT", "SIGTERM", "SIGHUP"].map((each) => process.listenerCount(each));
    const before = count();
    const terminal = { out: () => undefined, err: () => undefined, interactive: false };
    await run(["check", "--offline", "-c", "glrunner.yaml"], { HOME: "/nowhere" }, terminal);
    expect(count()).toEqual(before);
  });
});
