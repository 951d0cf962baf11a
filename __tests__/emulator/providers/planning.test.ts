import { describe, expect, it } from "vitest";
import type { BlockSchema } from "../../../modules/provider-schema";
import { planChange } from "../../../src/emulator/providers/planning";
import { unknown } from "../../../src/emulator/providers/protocol/value";

const block: BlockSchema = {
  attributes: {
    id: { type: "string", computed: true },
    size: { type: "number", optional: true, computed: true },
    values: { type: "string", optional: true },
    status: { type: "string", computed: true },
    secret_wo: { type: "string", optional: true, write_only: true },
  },
  block_types: {
    metadata: {
      nesting_mode: "list",
      block: {
        attributes: { name: { type: "string", optional: true }, uid: { type: "string", computed: true } },
      },
    },
  },
};
const traits = { replacedBy: [["metadata", 0, "name"]], recomputed: ["status"], defaults: {} };
const proposed = {
  id: null,
  size: null,
  values: "a",
  status: null,
  secret_wo: "hidden",
  metadata: [{ name: "n", uid: null }],
};
const prior = {
  id: "1",
  size: 3,
  values: "a",
  status: "ok",
  secret_wo: null,
  metadata: [{ name: "n", uid: "u" }],
};

describe("planChange", () => {
  it("leaves values that the provider sets unknown, and drops write-only values", () => {
    expect(planChange(block, traits, null, proposed)).toEqual({
      planned: {
        id: unknown,
        size: unknown,
        values: "a",
        status: unknown,
        secret_wo: null,
        metadata: [{ name: "n", uid: unknown }],
      },
      replacedBy: [],
    });
  });

  it("keeps a configured value that the provider could set", () => {
    expect(planChange(block, traits, null, { ...proposed, size: 7 }).planned).toMatchObject({ size: 7 });
  });

  it("uses the provider's defaults for values that are not configured, also inside blocks", () => {
    const defaults = { values: "by default", size: 5, "metadata.name": "unnamed" };
    const empty = { ...proposed, values: null, metadata: [{ name: null, uid: null }] };
    const { planned } = planChange(block, { ...traits, defaults }, null, empty);
    expect(planned).toMatchObject({ values: "by default", size: 5, metadata: [{ name: "unnamed" }] });
    expect(planChange(block, { ...traits, defaults }, null, proposed).planned).toMatchObject({ values: "a" });
  });

  it("plans no change if only a write-only value differs", () => {
    const { planned, replacedBy } = planChange(block, traits, prior, { ...prior, secret_wo: "new" });
    expect(planned).toBe(prior);
    expect(replacedBy).toEqual([]);
  });

  it("makes only the recomputed attributes unknown when another value changes", () => {
    expect(planChange(block, traits, prior, { ...prior, values: "b" })).toEqual({
      planned: { ...prior, values: "b", status: unknown },
      replacedBy: [],
    });
  });

  it("corrects an object whose status differs from the desired one", () => {
    const wanting = { ...traits, desired: { status: "ok" } };
    const broken = { ...prior, status: "failed" };
    expect(planChange(block, { ...wanting, recomputed: [] }, broken, broken)).toEqual({
      planned: prior,
      replacedBy: [],
    });
    expect(planChange(block, wanting, prior, prior).planned).toBe(prior);
    expect(planChange(block, wanting, null, proposed).planned).toMatchObject({ status: "ok" });
  });

  it.each([["other"], [unknown]])("replaces the object when its name becomes %j", (name) => {
    const metadata = [{ name, uid: "u" }];
    expect(planChange(block, traits, prior, { ...prior, metadata }).replacedBy).toEqual(traits.replacedBy);
  });

  it("plans null for a destroy", () => {
    expect(planChange(block, traits, prior, null)).toEqual({ planned: null, replacedBy: [] });
  });
});
