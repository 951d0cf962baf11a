import { describe, expect, it } from "vitest";
import { reviewStage } from "../../src/review/review";
import { plan, resource } from "./plans";

const group = "aws_cloudwatch_log_group.jobs";
const token = "module.runners.kubernetes_secret_v1.token";
/** What a first refresh after a deploy changes in a state: providers fill in what they left out. */
const filledIn = resource(token, {
  before: { data_wo_revision: 1, labels: null },
  after: { data_wo_revision: 1, labels: { owner: "glrunner" } },
});
const touched = resource(group, {
  before: { retention_in_days: 30, tags: {} },
  after: { retention_in_days: 7, tags: { by: "hand" } },
});
const relevant = (address: string, ...attribute: (string | number)[]) => ({ resource: address, attribute });
const driftOf = (props: Parameters<typeof plan>[0], ...attributes: object[]) =>
  reviewStage("eks", plan({ ...props, more: { relevant_attributes: attributes } })).drift.map(
    ({ address, action, attributes: changed }) => [address, action, changed.map(({ path }) => path)],
  );

describe("the changes outside of Terraform that a review lists", () => {
  it("are none when no change of the plan depends on one", () => {
    expect(driftOf({ drift: [filledIn, touched] })).toEqual([]);
    expect(driftOf({ drift: [filledIn, touched] }, relevant(group, "arn"))).toEqual([]);
    expect(driftOf({ drift: [filledIn] }, relevant("aws_sqs_queue.q", "labels"))).toEqual([]);
  });

  it("are the differences that a change refers to", () => {
    expect(driftOf({ drift: [filledIn, touched] }, relevant(group, "tags"))).toEqual([
      [group, "update", ["tags.by"]],
    ]);
    expect(driftOf({ drift: [touched] }, relevant(group, "retention_in_days"), relevant(group))).toEqual([
      [group, "update", ["retention_in_days", "tags.by"]],
    ]);
  });

  it("are the differences within an attribute that a change refers to in part", () => {
    const rule = resource(group, { before: { cidrs: ["a"] }, after: { cidrs: ["a", "b"] } });
    expect(driftOf({ drift: [rule] }, relevant(group, "cidrs", 1))).toEqual([[group, "update", ["cidrs"]]]);
  });

  it("are the differences that the plan undoes in the same object", () => {
    const undo = resource(group, {
      before: { retention_in_days: 7, tags: { by: "hand" }, arn: "a" },
      after: { retention_in_days: 30, tags: { by: "hand" } },
      unknown: { arn: true },
    });
    expect(driftOf({ resources: [undo], drift: [touched, filledIn] })).toEqual([
      [group, "update", ["retention_in_days"]],
    ]);
  });

  it("are the deleted objects that the plan refers to or creates again", () => {
    const gone = resource(group, { before: { retention_in_days: 30 } });
    const again = resource(group, { after: { retention_in_days: 30 } });
    expect(driftOf({ drift: [gone] })).toEqual([]);
    expect(driftOf({ drift: [gone] }, relevant(group, "arn"))).toEqual([[group, "delete", []]]);
    expect(driftOf({ drift: [gone], resources: [again] })).toEqual([
      [group, "delete", ["retention_in_days"]],
    ]);
  });
});
