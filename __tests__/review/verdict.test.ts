import { describe, expect, it } from "vitest";
import { reviewStage } from "../../src/review/review";
import { verdictOf } from "../../src/review/verdict";
import { clusterReplaced, plan, resource, type Value } from "./plans";

const levelOf = (...resources: readonly object[]) => verdict({ resources }).level;
const verdict = (props: Parameters<typeof plan>[0]) =>
  verdictOf({ stages: [reviewStage("eks", plan(props))] });
const rule = (cidr: string): Readonly<Record<string, Value>> => ({
  type: "ingress",
  cidr_blocks: [cidr],
  from_port: 443,
  to_port: 443,
});

describe("the verdict on a plan", () => {
  it.each([
    ["safe", []],
    ["safe", [resource("aws_sqs_queue.q", { after: { name: "q" } })]],
    ["safe", [resource("aws_nat_gateway.n", { after: { name: "costs" } })]],
    ["look", [resource("aws_sqs_queue_policy.q", { before: { name: "q" } })]],
    ["look", [resource("aws_security_group_rule.r", { after: rule("0.0.0.0/0") })]],
    ["safe", [resource("aws_security_group_rule.r", { after: rule("10.0.0.0/8") })]],
    ["dangerous", [resource("aws_kms_key.k", { before: { description: "k" } })]],
  ])("is %s", (level, resources) => {
    expect(levelOf(...resources)).toBe(level);
  });

  it("is dangerous for a plan that failed, and asks to look at one that is incomplete", () => {
    expect(verdict({ more: { errored: true } }).level).toBe("dangerous");
    expect(verdict({ more: { complete: false } }).level).toBe("look");
    expect(verdictOf({ stages: [], failed: ["eks"] })).toMatchObject({ level: "dangerous" });
  });

  it("is the worst of all stages, with the places of each kind", () => {
    const stages = [reviewStage("vpc", plan({})), reviewStage("eks", clusterReplaced())];
    expect(verdictOf({ stages })).toEqual({
      level: "dangerous",
      text: "Dangerous: loses data or identity (2 places), opens access (2 places)",
    });
  });
});
