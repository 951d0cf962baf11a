import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appliedAll, firstChange, readEvent } from "../../../src/clients/terraform/events";

describe("readEvent", () => {
  it("reads an event after a line that was cut off without its line break", () => {
    const event = {
      "@level": "info",
      type: "apply_start",
      hook: { resource: { addr: "a" }, action: "create" },
    };
    expect(readEvent(`{"@level":"info","@mess${JSON.stringify(event)}`)).toMatchObject({
      type: "apply_start",
    });
  });

  it.each(["Terraform has been successfully initialized!", '{"type":"version"}', '{"type":"apply_start"'])(
    "is not in %s",
    (line) => {
      expect(readEvent(line)).toBeUndefined();
    },
  );
});

describe("a log of Terraform events", () => {
  let folder: string;
  let log: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    log = join(folder, "vpc.log");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const hook = { resource: { addr: "aws_vpc.a" }, action: "create" };
  const write = (...events: readonly object[]) => {
    writeFileSync(log, [...events.map((event) => JSON.stringify(event)), '{"type'].join("\n"));
  };

  it("shows whether an apply finished all its changes", () => {
    const counts = { add: 1, change: 0, remove: 0 };
    const began = { type: "apply_start", hook };
    const planned = { type: "change_summary", changes: { ...counts, operation: "plan" } };
    const failed = { type: "diagnostic", diagnostic: { severity: "error", summary: "no" } };
    const did = (...events: readonly object[]) => {
      write(...events);
      return appliedAll(log);
    };
    expect(appliedAll(log)).toBe(false);
    expect(did(began)).toBe(false);
    expect(did(planned, began)).toBe(false);
    expect(did(began, failed)).toBe(false);
    for (const operation of ["apply", "destroy"])
      expect(did(began, { type: "change_summary", changes: { ...counts, operation } })).toBe(true);
  });

  it("shows when Terraform first changed a resource", () => {
    const at = (second: number) => `2026-11-24T14:16:5${second}.123456Z`;
    const event = (type: string, second: number) => ({ type, hook, "@timestamp": at(second) });
    write(event("version", 0), event("apply_start", 2), event("apply_start", 3));
    expect(firstChange(log)).toBe(at(2));
    write(event("version", 0));
    expect(firstChange(log)).toBeUndefined();
    rmSync(log);
    expect(firstChange(log)).toBeUndefined();
  });
});
