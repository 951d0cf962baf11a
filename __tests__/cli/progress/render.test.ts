import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { render as renderLines, type View } from "../../../src/cli/progress/render";
import { expectWork, nothingYet, update } from "../../../src/cli/progress/state";
import { widthOf } from "../../../src/cli/terminal/text-width";
import { steps, type RunEvent } from "../../../src/run/journal/events";
import { cluster, deploy, events, profile, rest, start } from "./story";

const after = (...told: readonly RunEvent[]) => told.reduce(update, nothingYet());
const view = (second: number, size: Partial<View> = {}): View => ({
  width: 80,
  height: 24,
  now: start + second * 1000,
  ...size,
});

const render = (...given: Parameters<typeof renderLines>) => renderLines(...given).map(({ text }) => text);

const plan = [cluster, profile].map((address) => ({ address, action: "create" as const }));

describe("a deploy on a terminal", () => {
  it("shows its stages, the running work and the remaining time", () => {
    expect(render(expectWork(after(...deploy), "eks", plan), view(83)).join("\n")).toBe(
      `
Deploy  1m23s  about 11 to 31 minutes left (from published figures)
vpc      skipped  nothing to change
eks      running     1/26   1m22s  apply
     32s  + module.eks.aws_eks_cluster.this[0]
      3s  + aws_iam_role.fargate
addons   waiting
runners  waiting
`.trim(),
    );
  });

  it("shows the time of a stage that is done", () => {
    expect(render(after(...deploy, ...rest), view(801)).slice(1)).toEqual([
      "vpc      skipped  nothing to change",
      "eks      done        4/26  13m02s",
      "addons   running              17s  plan",
      "runners  waiting",
    ]);
  });

  it("shows how it ended", () => {
    const end = events([1500, { kind: "run-ended", outcome: "done", seconds: 1500 }]);
    expect(render(after(...deploy, ...end), view(9999))[0]).toBe("Deploy done in 25m00s");
  });

  it("shows only its name before it begins", () => {
    expect(render(nothingYet(), view(0))).toEqual(["Deploy"]);
  });

  it("shows less with less space, and keeps the end of an address", () => {
    expect(render(expectWork(after(...deploy), "eks", plan), view(83, { width: 34 }))).toEqual([
      "Deploy  1m23s  11-31 min left",
      "vpc      skipped  nothing to ch...",
      "eks      running     1/26   1m22s",
      "     32s  + ...eks_cluster.this[0]",
      "      3s  + aws_iam_role.fargate",
      "addons   waiting",
      "runners  waiting",
    ]);
    expect(render(after(...deploy), view(83, { width: 12, height: 3 }))).toEqual([
      "Deploy  1...",
      "vpc      ...",
      "eks      ...",
    ]);
  });

  it("counts the resources that do not fit, and keeps the oldest", () => {
    const many = events(
      ...Array.from(
        { length: 6 },
        (_, index) =>
          [
            60 + index,
            { kind: "resource-started", stack: "eks", address: `x_y.r${index}`, action: "delete" },
          ] as const,
      ),
    );
    expect(render(after(...deploy, ...many), view(83, { height: 8 })).slice(2, -2)).toEqual([
      "eks      running     1/26   1m22s  apply",
      "     32s  + module.eks.aws_eks_cluster.this[0]",
      "     23s  - x_y.r0",
      "          and 6 more",
    ]);
    expect(render(after(...deploy, ...many), view(83, { height: 2 }))).toEqual([
      expect.stringMatching(/^Deploy /),
      expect.stringMatching(/^eks /),
    ]);
  });

  it("shows what it waits for and the fix in full, even with little space", () => {
    const fix = "refresh the browser tab, or log in:\naws sso login --profile ci";
    const told = events([
      90,
      { kind: "waiting", stack: "eks", why: "the AWS credentials have expired", fix },
    ]);
    const waits = [
      "  waiting: the AWS credentials have expired",
      "  fix: refresh the browser tab, or log in:",
      "  aws sso login --profile ci",
    ];
    expect(render(after(...deploy, ...told), view(95))).toEqual(expect.arrayContaining(waits));
    expect(render(after(...deploy, ...told), view(95, { height: 4 })).slice(1)).toEqual(waits);
  });

  it("shows when it tries again", () => {
    const told = events([
      90,
      { kind: "retrying", stack: "eks", why: "ThrottlingException", attempt: 2, waitSeconds: 30 },
    ]);
    expect(render(after(...deploy, ...told), view(95))).toContain(
      "  trying again in 25s (attempt 2): ThrottlingException",
    );
  });

  it("shows a failure, its first error and what did not run", () => {
    const told = events(
      [90, { kind: "resource-failed", stack: "eks", address: cluster, action: "create" }],
      [
        91,
        { kind: "stack-failed", stack: "eks", errors: ["creating EKS Cluster (ci):\nno rights", "b", "c"] },
      ],
      [92, { kind: "run-ended", outcome: "failed", seconds: 92 }],
    );
    expect(render(after(...deploy, ...told), view(95))).toEqual([
      "Deploy failed after 1m32s",
      "vpc      skipped  nothing to change",
      "eks      failed      1/26   1m30s  1 failed",
      "  creating EKS Cluster (ci):",
      "  no rights",
      "  and 2 more",
      "addons   not run",
      "runners  not run",
    ]);
  });

  it("colours whole lines by what they report", () => {
    const lines = renderLines(after(...deploy, ...rest), view(801));
    expect(lines[2]).toEqual({ text: "eks      done        4/26  13m02s", style: "green" });
    expect(lines[0]?.style).toBe("bold");
  });

  it("escapes control characters in what it shows", () => {
    const odd = "\u001b[2J\u202e\n";
    const told = events(
      [0, { kind: "run-started", command: "destroy", stacks: [odd, "日本"] }],
      [1, { kind: "resource-started", stack: odd, address: `aws_vpc.x["${odd}日本"]`, action: "update" }],
      [2, { kind: "stack-skipped", stack: "日本", why: odd }],
      [3, { kind: "waiting", stack: "日本", why: odd, fix: odd }],
    );
    const text = render(after(...told), view(5)).join("");
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(text).toContain(String.raw`aws_vpc.x["\u001b[2J\u202e\n日本"]`);
  });
});

describe("any sequence of events", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.constantFrom("eks", cluster, "日本\n語", ""),
  );
  const stack = fc.constantFrom("vpc", "eks", "日本");
  const seconds = fc.double({ min: 0, max: 1e5, noNaN: true });
  const count = fc.nat(99);
  const at = fc.nat(100_000).map((second) => new Date(start + second * 1000).toISOString());
  const action = fc.constantFrom("create" as const, "update" as const, "delete" as const, "other" as const);
  const step = fc.constantFrom(...steps);
  const kind = <K extends RunEvent["kind"]>(name: K) => fc.constant(name);
  const resource = { at, stack, address: text, action };
  const event: fc.Arbitrary<RunEvent> = fc.oneof(
    fc.record({
      at,
      kind: kind("run-started"),
      command: fc.constantFrom("deploy" as const, "destroy" as const, "resume" as const, "plan" as const),
      stacks: fc.array(text, { maxLength: 6 }),
    }),
    fc.record({ at, kind: kind("stack-started"), stack, attempt: count }),
    fc.record({ at, kind: kind("step-started"), stack, step }),
    fc.record({ at, kind: kind("step-done"), stack, step, seconds }),
    fc.record({ at, kind: kind("planned"), stack, add: count, change: count, remove: count }),
    fc.record({ ...resource, kind: kind("resource-started") }),
    fc.record({ ...resource, kind: kind("resource-done"), seconds }),
    fc.record({ ...resource, kind: kind("resource-failed") }),
    fc.record({ at, kind: kind("waiting"), stack, why: text, fix: text }),
    fc.record({ at, kind: kind("retrying"), stack, why: text, attempt: count, waitSeconds: seconds }),
    fc.record({ at, kind: kind("stack-done"), stack, add: count, change: count, remove: count, seconds }),
    fc.record({ at, kind: kind("stack-skipped"), stack, why: text }),
    fc.record({ at, kind: kind("deletes-data"), stack, what: text, keep: text }),
    fc.record({ at, kind: kind("stack-failed"), stack, errors: fc.array(text, { maxLength: 4 }) }),
    fc.record({
      at,
      kind: kind("run-ended"),
      outcome: fc.constantFrom("done" as const, "failed" as const, "interrupted" as const),
      seconds,
    }),
  );

  it("fits the height and the width, and has no control characters", () => {
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 40 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 30 }),
        seconds,
        (told, width, height, second) => {
          const lines = render(after(...told), view(second, { width, height }));
          expect(lines.length).toBeLessThanOrEqual(height);
          expect(Math.max(0, ...lines.map(widthOf))).toBeLessThanOrEqual(width);
          expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        },
      ),
      { numRuns: 300 },
    );
  });
});
