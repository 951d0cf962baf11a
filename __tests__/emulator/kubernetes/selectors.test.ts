import { describe, expect, it } from "vitest";
import { fieldSelector, labelSelector } from "../../../src/emulator/kubernetes/selectors";

describe("a label selector", () => {
  it.each([
    ["", true],
    ["app=web", true],
    ["app==web", true],
    ["app = web", true],
    ["app=db", false],
    ["app!=db", true],
    ["app!=web", false],
    ["none!=web", true],
    ["app=", false],
    ["none=", false],
    ["app", true],
    ["none", false],
    ["!none", true],
    ["!app", false],
    ["app in (db, web)", true],
    ["app in (db)", false],
    ["none in (db)", false],
    ["app notin (db,mail)", true],
    ["app notin (web)", false],
    ["none notin (web)", true],
    ["app in (db,web),karpenter.sh/nodepool=spot", true],
    ["app in (db,web),karpenter.sh/nodepool=other", false],
    ["karpenter.sh/nodepool,app=web", true],
  ])("%j selects an object with both labels: %s", (text, selected) => {
    const selects = labelSelector(text);
    expect(selects({ app: "web", "karpenter.sh/nodepool": "spot" })).toBe(selected);
  });

  it("selects an object without labels only by a negative requirement", () => {
    expect(["a", "a=b", "a in (b)"].map((text) => labelSelector(text)({}))).toEqual([false, false, false]);
    expect(["!a", "a!=b", "a notin (b)"].map((text) => labelSelector(text)({}))).toEqual([true, true, true]);
  });

  it.each(["a=b=c", "a in b", "in (a)", "a,,b", "=b"])("%j is a bad request", (text) => {
    expect(() => labelSelector(text)).toThrow("unable to parse requirement");
  });
});

describe("a field selector", () => {
  const supported = ["metadata.name", "status.phase"];

  it.each([
    ["", true],
    ["metadata.name=one", true],
    ["metadata.name==two", false],
    ["status.phase!=Succeeded,status.phase!=Failed", true],
    ["status.phase!=Running", false],
    ["metadata.name=one,status.phase=Pending", false],
  ])("%j selects a running pod: %s", (text, selected) => {
    const selects = fieldSelector(text, supported);
    expect(selects({ "metadata.name": "one", "status.phase": "Running" })).toBe(selected);
  });

  it("reads an absent field as empty", () => {
    expect(fieldSelector("status.phase=", supported)({})).toBe(true);
    expect(fieldSelector("status.phase!=Running", supported)({})).toBe(true);
  });

  it("accepts only the fields of its kind", () => {
    expect(() => fieldSelector("spec.x=1", supported)).toThrow("field label not supported: spec.x");
    expect(() => fieldSelector("status.phase", supported)).toThrow(
      "invalid selector: 'status.phase'; can't understand 'status.phase'",
    );
  });
});
