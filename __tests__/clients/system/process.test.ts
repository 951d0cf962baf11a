import { describe, expect, it } from "vitest";
import { describeProcess, processState } from "../../../src/clients/system/process";

const here = {
  pid: 7,
  host: "here",
  boot: "b1",
  namespace: "pid:[1]",
  started: "100",
};

describe("processState", () => {
  it.each([
    ["the same", {}, "working"],
    ["on a host that was renamed", { host: "before" }, "working"],
    ["ended on a host that was renamed", { host: "before", started: "50" }, "ended"],
    ["ended, and its number is another's", { started: "50" }, "ended"],
    ["of this host before it was started again", { boot: "b0" }, "ended"],
    ["of another machine, or an earlier session of CloudShell", { host: "other", boot: "b0" }, "unknown"],
    ["in another container of this machine", { host: "other", namespace: "pid:[2]" }, "unknown"],
    ["in another container of the same name", { namespace: "pid:[2]" }, "unknown"],
    ["of an earlier version on this host", { namespace: undefined }, "working"],
    ["of an earlier version on a host of another name", { namespace: undefined, host: "x" }, "unknown"],
  ])("decides by boot id and PID namespace, not by the host name: %s", (_, record, state) => {
    expect(processState({ ...here, ...record }, here)).toBe(state);
  });

  it("recognizes the current process", () => {
    expect(processState(describeProcess(process.pid))).toBe("working");
    expect(processState(describeProcess(2 ** 22 + 1))).toBe("ended");
  });
});
