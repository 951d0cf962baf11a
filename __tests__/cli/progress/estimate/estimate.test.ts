import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resourceType } from "../../../../src/cli/progress/estimate/address";
import { estimate, type RunningWork } from "../../../../src/cli/progress/estimate/estimate";
import { left, sum } from "../../../../src/cli/progress/estimate/span";
import {
  durations,
  stepDurations,
  waitsFor,
  type Action,
} from "../../../../src/cli/progress/estimate/tables";

const cluster = "module.eks.aws_eks_cluster.this[0]";
const profile = (name: string) =>
  `module.eks.module.fargate_profile["${name}"].aws_eks_fargate_profile.this[0]`;
const create = (address: string) => ({ address, action: "create" as const });
const past = (address: string, seconds: number, action: Action = "create") => ({
  stack: "eks",
  address,
  action,
  seconds,
});

describe("the type of a resource", () => {
  it.each([
    ["aws_vpc.this", "aws_vpc"],
    [cluster, "aws_eks_cluster"],
    [profile('a.b\\"].x'), "aws_eks_fargate_profile"],
    ['module.a["module.x"].module.b[3].data.aws_partition.current', "aws_partition"],
    ["", undefined],
    ["module.eks", undefined],
    ["aws_vpc", undefined],
    ["no address at all", undefined],
  ])("of %s is %s", (address, type) => {
    expect(resourceType(address)).toBe(type);
  });
});

describe("an estimate", () => {
  it("of no work is zero", () => {
    expect(estimate([], [], [])).toEqual({ seconds: 0, low: 0, high: 0, from: "table" });
  });

  it("comes from the table without a history", () => {
    expect(estimate([create(cluster)], [], [])).toEqual({ seconds: 610, low: 500, high: 690, from: "table" });
  });

  it("uses the same resource first, then its type, and only the same action", () => {
    const other = "module.other.aws_eks_cluster.this[0]";
    const history = [past(other, 300), past(cluster, 400), past(cluster, 100, "delete")];
    expect(estimate([create(cluster)], [], history)).toEqual({
      seconds: 400,
      low: 280,
      high: 600,
      from: "history",
    });
    expect(estimate([create("module.third.aws_eks_cluster.this[0]")], [], history).seconds).toBe(350);
    expect(estimate([{ address: cluster, action: "update" }], [], history).from).toBe("table");
  });

  it("is the median and the range of the last ten runs", () => {
    const long = Array.from({ length: 5 }, () => past(cluster, 9000));
    const late = [10, 11, 12, 13, 14, 15, 16, 17, 18, 100].map((seconds) => past(cluster, seconds));
    expect(estimate([create(cluster)], [], [...long, ...late])).toEqual({
      seconds: 14.5,
      low: 10,
      high: 100,
      from: "history",
    });
  });

  it("names both sources if it uses both", () => {
    const history = [past("aws_vpc.this", 14)];
    expect(estimate([create("aws_vpc.this"), create(cluster)], [], history).from).toBe("mixed");
  });

  it("runs Fargate profiles one by one, and ten other resources at once", () => {
    const profiles = [past(profile("a"), 100), past(profile("a"), 100), past(profile("a"), 100)];
    const two = [create(profile("a")), create(profile("b"))];
    expect(estimate(two, [], profiles).seconds).toBe(200);
    const queues = (count: number) =>
      Array.from({ length: count }, (_, index) => create(`aws_sqs_queue.q[${index}]`));
    const history = [past("aws_sqs_queue.q", 30)];
    expect(estimate(queues(10), [], history).seconds).toBe(30);
    expect(estimate(queues(11), [], history).seconds).toBe(60);
  });

  it("treats only one of two started Fargate profiles as in progress", () => {
    const history = [past(profile("a"), 100), past(profile("a"), 100), past(profile("a"), 100)];
    const running = [profile("a"), profile("b")].map((address) => ({
      ...create(address),
      elapsedSeconds: 60,
    }));
    expect(estimate([], running, history).seconds).toBe(40 + 100);
  });

  it("follows the order of the modules, and the reverse in a destroy", () => {
    const work = ["aws_vpc.this", cluster, profile("a")];
    const each = (seconds: number, action: Action) => work.map((address) => past(address, seconds, action));
    expect(estimate(work.map(create), [], each(10, "create")).seconds).toBe(30);
    const deletions = work.map((address) => ({ address, action: "delete" as const }));
    expect(estimate(deletions, [], each(10, "delete")).seconds).toBe(30);
    expect(estimate([...deletions.slice(1, 2), create(cluster)], [], each(10, "delete")).seconds).toBe(620);
  });

  it("is wider for unknown times", () => {
    const known = [create("aws_iam_role.a")];
    const wide = estimate([...known, create("acme_rocket.launch")], [], []);
    const narrow = estimate(known, [], []);
    expect(wide.high - wide.low).toBeGreaterThan(narrow.high - narrow.low);
  });

  it("decreases with time, then grows when work takes longer than ever", () => {
    const after = (elapsedSeconds: number) => estimate([], [{ ...create(cluster), elapsedSeconds }], []);
    expect(after(10).seconds).toBe(600);
    expect(after(300)).toMatchObject({ seconds: 310, low: 200, high: 390 });
    expect(after(610).seconds).toBeGreaterThan(60);
    expect(after(1200).seconds).toBeGreaterThan(after(900).seconds);
    expect(after(1200)).toMatchObject({ low: 0 });
    expect(after(1200).high).toBeGreaterThan(after(1200).seconds);
  });

  const addresses = fc.constantFrom(cluster, profile("a"), profile("b"), "aws_vpc.v", "x_y.z", "nothing", "");
  const actions = fc.constantFrom<Action>("create", "update", "delete", "other");
  const work = fc.record({ address: addresses, action: actions });
  const seconds = fc.double({ min: 0, max: 5000, noNaN: true });
  const running: fc.Arbitrary<RunningWork> = fc.record({
    address: addresses,
    action: actions,
    elapsedSeconds: seconds,
  });
  const history = fc.array(
    fc.record({ stack: fc.constant("s"), address: addresses, action: actions, seconds }),
    { maxLength: 20 },
  );

  it("has low <= seconds <= high, ends, and is never zero during work", () => {
    fc.assert(
      fc.property(
        fc.array(work, { maxLength: 40 }),
        fc.array(running, { maxLength: 15 }),
        history,
        (...all) => {
          const { seconds: middle, low, high } = estimate(...all);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(middle).toBeGreaterThanOrEqual(low);
          expect(high).toBeGreaterThanOrEqual(middle);
          expect(Number.isFinite(high)).toBe(true);
          expect(middle > 0 || all[1].every(({ elapsedSeconds }) => elapsedSeconds === 0)).toBe(true);
        },
      ),
    );
  });
});

describe("spans", () => {
  const span = { seconds: 10, low: 5, high: 20, from: "table" } as const;

  it("add up, with the source of the parts that take time", () => {
    const nothing = { seconds: 0, low: 0, high: 0, from: "table" } as const;
    expect(sum([{ ...span, from: "history" }, nothing])).toEqual({ ...span, from: "history" });
    const far = { seconds: 10, low: 7, high: 34, from: "history" } as const;
    const near = { seconds: 10, low: 6, high: 20, from: "table" } as const;
    expect(sum([far, near])).toEqual({ seconds: 20, low: 15, high: 46, from: "mixed" });
    expect(sum([])).toEqual(nothing);
  });

  it("stay valid if the clock is set back", () => {
    expect(left(span, -60)).toEqual(span);
  });
});

describe("the tables", () => {
  it("have ordered values and a source in each row", () => {
    for (const { low, typical, high, source } of durations) {
      expect([low, typical, high]).toEqual([low, typical, high].sort((a, b) => a - b));
      expect(source).not.toBe("");
    }
    for (const { low, typical, high } of Object.values(stepDurations)) {
      expect([low, typical, high]).toEqual([low, typical, high].sort((a, b) => a - b));
    }
  });

  it("have no circular dependency", () => {
    const reaches = (from: string, to: string): boolean =>
      (waitsFor.get(from) ?? []).some((next) => next === to || reaches(next, to));
    for (const type of waitsFor.keys()) expect(reaches(type, type)).toBe(false);
  });
});
