import { describe, expect, it } from "vitest";
import { parsePlan } from "../../../src/clients/terraform/plan-json";
import { plannedTags, readPlan } from "../../../src/run/adopt/candidate";

const change = (
  address: string,
  actions: readonly string[],
  after: object | null = {},
  mode = "managed",
) => ({
  address,
  mode,
  type: "aws_eip",
  change: { actions, after },
});

const planOf = (plan: object) => parsePlan(JSON.stringify({ format_version: "1.2", ...plan }));

describe("a plan", () => {
  it("has as candidates only the resources that it would create", () => {
    const { candidates } = readPlan(
      planOf({
        resource_changes: [
          change("aws_eip.new", ["create"], { domain: "vpc" }),
          change("aws_eip.read", ["read"], {}, "data"),
          change("aws_eip.same", ["no-op"]),
          change("aws_eip.changed", ["update"]),
          change("aws_eip.replaced", ["delete", "create"]),
          change("aws_eip.gone", ["delete"], null),
        ],
      }),
    );
    expect(candidates).toEqual([{ address: "aws_eip.new", type: "aws_eip", values: { domain: "vpc" } }]);
  });

  it("lists the recorded resources of every module", () => {
    const resource = (id: string, mode = "managed") => ({ mode, type: "aws_eip", values: { id } });
    const root_module = {
      resources: [resource("a"), resource("b", "data")],
      child_modules: [{ child_modules: [{ resources: [resource("c")] }] }],
    };
    const { recorded } = readPlan(planOf({ prior_state: { values: { root_module } } }));
    expect([...recorded]).toEqual(["aws_eip a", "aws_eip c"]);
    expect(readPlan(planOf({ prior_state: {} }))).toEqual({ candidates: [], recorded: new Set() });
  });

  it("includes the default tags of the provider", () => {
    const values = { tags: { a: "1" }, tags_all: { a: "1", b: "2" } };
    expect(plannedTags({ address: "", type: "", values })).toEqual({ a: "1", b: "2" });
    expect(plannedTags({ address: "", type: "", values: { tags: { a: "1" } } })).toEqual({ a: "1" });
    expect(plannedTags({ address: "", type: "", values: { tags: null } })).toEqual({});
    // Left out: not known.
    expect(plannedTags({ address: "", type: "", values: {} })).toBeUndefined();
  });
});
