/** A value that Terraform marks as sensitive never appears in a review or a report, for any shape of plan. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { htmlReport } from "../../src/review/reports/html";
import { markdownReport } from "../../src/review/reports/markdown";
import { reviewStage } from "../../src/review/review";
import { terminalReport } from "../../src/review/reports/terminal";
import type { TerraformPlan } from "../../src/clients/terraform/plan-json";
import { plan, resource, type Value } from "./plans";

const canary = "canary-4f1c0b";

function everything(given: TerraformPlan): string {
  const review = { stages: [reviewStage("eks", given)], notYet: [] };
  const { modules } = review.stages[0] ?? { modules: [] };
  expect(modules.length).toBeGreaterThan(0);
  return [
    JSON.stringify(review),
    String(terminalReport(review, 100)),
    markdownReport(review),
    htmlReport(review),
  ].join("\n");
}

interface Masked {
  readonly value: Value;
  readonly mask: Value;
  readonly secret: boolean;
}

const plain: fc.Arbitrary<Masked> = fc
  .constantFrom<Value>("a", "b", "two\nlines", 1, true, null, '{"a":"b"}')
  .map((value) => ({ value, mask: false, secret: false }));

/** A value of any shape. A mask covers every canary in it, directly or through a parent. */
const { tree } = fc.letrec<{ tree: Masked; leaf: Masked; hidden: Masked; list: Masked; object: Masked }>(
  (tie) => ({
    tree: fc.oneof({ depthSize: "small" }, tie("leaf"), tie("list"), tie("object"), tie("hidden")),
    leaf: fc.oneof(
      plain,
      fc
        .constantFrom<Value>(canary, `x ${canary}`, `{"token":"${canary}"}`, `a: ${canary}\nb: c\n`)
        .map((value) => ({ value, mask: true, secret: true })),
    ),
    hidden: tie("tree").map(({ value, secret }) => ({ value, mask: true, secret })),
    list: fc.array(tie("tree"), { maxLength: 3 }).map((items) => ({
      value: items.map(({ value }) => value),
      mask: items.map(({ mask }) => mask),
      secret: items.some(({ secret }) => secret),
    })),
    object: fc.dictionary(fc.constantFrom("a", "b", "c d", "values", "policy"), tie("tree")).map((items) => ({
      value: Object.fromEntries(Object.entries(items).map(([key, { value }]) => [key, value])),
      mask: Object.fromEntries(Object.entries(items).map(([key, { mask }]) => [key, mask])),
      secret: Object.values(items).some(({ secret }) => secret),
    })),
  }),
);

describe("sensitive values", () => {
  it("do not leak, for any value and any mask", () => {
    let withSecrets = 0;
    fc.assert(
      fc.property(tree, tree, fc.boolean(), fc.boolean(), (one, other, replaces, drifts) => {
        if (one.secret || other.secret) withSecrets++;
        const change = resource("aws_thing.a", {
          actions: replaces ? ["delete", "create"] : ["update"],
          before: { it: one.value },
          after: { it: other.value },
          beforeSensitive: { it: one.mask },
          afterSensitive: { it: other.mask },
        });
        const output = {
          actions: ["update"],
          before: one.value,
          after: other.value,
          before_sensitive: one.mask,
          after_sensitive: other.mask,
        };
        const given = plan({
          ...{ resources: [change], drift: drifts ? [change] : [], outputs: { it: output } },
          more: { relevant_attributes: [{ resource: "aws_thing.a", attribute: [] }] },
        });
        expect(everything(given)).not.toContain(canary);
      }),
      { numRuns: 100 },
    );
    expect(withSecrets).toBeGreaterThan(50);
  });

  it.each<[string, Parameters<typeof resource>[1]]>([
    ["before", { before: { a: canary }, after: { a: "x" }, beforeSensitive: { a: true } }],
    ["after", { before: { a: "x" }, after: { a: canary }, afterSensitive: { a: true } }],
    [
      "a value that becomes sensitive",
      { before: { a: canary }, after: { a: "x" }, afterSensitive: { a: true } },
    ],
    [
      "a nested value",
      {
        after: { a: [{ b: { c: [canary] } }] },
        afterSensitive: { a: [{ b: { c: [true] } }] },
      },
    ],
    ["the keys of a sensitive map", { after: { a: { [canary]: "x" } }, afterSensitive: { a: true } }],
    [
      "the same value elsewhere without a mask",
      {
        after: {
          a: canary,
          b: { [canary]: "x" },
          c: JSON.stringify({ d: `"${canary}"` }),
          values: [`e: ${canary}`],
        },
        afterSensitive: { a: true },
      },
    ],
    ["a whole resource", { after: { a: canary }, afterSensitive: true }],
    ["a mask of another shape", { after: { a: [canary] }, afterSensitive: { a: { "0": true } } }],
  ])("do not leak from %s", (_, props) => {
    expect(everything(plan({ resources: [resource("aws_thing.a", props)] }))).not.toContain(canary);
  });

  it.each<string | number>(["hunter2", 421337])(
    "stay hidden when short (%j) and sensitive on only one side",
    (value) => {
      for (const side of ["beforeSensitive", "afterSensitive"] as const) {
        const props = {
          before: { a: value },
          after: { a: value, b: 1 },
          unknown: { a: true },
          [side]: { a: true },
        };
        expect(everything(plan({ resources: [resource("aws_thing.a", props)] }))).not.toContain(
          String(value),
        );
      }
    },
  );

  it("are marked where they change", () => {
    const review = reviewStage(
      "eks",
      plan({
        resources: [
          resource("aws_thing.a", {
            before: { a: canary, b: 1 },
            after: { a: "another", b: 1 },
            beforeSensitive: { a: true, b: true },
            afterSensitive: { a: true, b: true },
          }),
        ],
      }),
    );
    expect(review.modules[0]?.changes[0]?.attributes).toEqual([
      { path: "a", before: "(sensitive)", after: "(sensitive)", forcesReplacement: false },
    ]);
  });
});

describe("counts", () => {
  const actions = fc.constantFrom(
    ["create"],
    ["update"],
    ["delete"],
    ["delete", "create"],
    ["create", "delete"],
    ["read"],
    ["no-op"],
    ["forget"],
  );

  it("add up to the resources of the plan", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(actions, fc.boolean())), (changes) => {
        const resources = changes.map(([each, imports], at) =>
          resource(`aws_thing.a[${at}]`, {
            actions: each,
            before: {},
            after: {},
            ...(imports && { importing: { id: "x" } }),
          }),
        );
        const { counts } = reviewStage("eks", plan({ resources }));
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(changes.length);
      }),
    );
  });
});
