import { describe, expect, it } from "vitest";
import { accepted, found } from "../samples";

const on = (more: object = {}) => ({ addons: { alarms: { enabled: true, ...more } } });
const topic = (region: string) => `arn:aws:sns:${region}:123456789012:on-call`;

describe("alarms", () => {
  it("are accepted if the managers are on Fargate with logging", () => {
    expect(found(on({ snsTopicArn: topic("us-west-2"), queueSeconds: 60, usdPerHour: 2.5 }))).toEqual([]);
  });

  it("are refused if the managers' logs do not reach CloudWatch", () => {
    const path = ["alarms-without-logs addons.alarms.enabled"];
    expect(found({ ...on(), cluster: { managers: "nodes" } })).toEqual(path);
    const alarms = { enabled: true };
    expect(found({ addons: { alarms, logging: { enabled: false } } })).toEqual(path);
    expect(found({ addons: { alarms }, versions: { set: "tutorial" } })).toContain(path[0]);
    expect(accepted({ addons: { alarms, logging: { enabled: true } }, versions: { set: "tutorial" } })).toBe(
      accepted({ versions: { set: "tutorial" } }),
    );
  });

  it("notify a topic of their own Region only", () => {
    expect(found(on({ snsTopicArn: topic("us-east-1") }))).toEqual([
      "alarm-topic-region addons.alarms.snsTopicArn",
    ]);
    for (const other of [
      "arn:aws:sqs:us-west-2:123456789012:on-call",
      "on-call",
      `${topic("us-west-2")}:id`,
    ]) {
      expect(found(on({ snsTopicArn: other }))).toEqual(["wrong-form addons.alarms.snsTopicArn"]);
    }
  });

  it("on spend need a Region with a recorded price", () => {
    const limit = { ...on({ usdPerHour: 10 }), region: "ap-southeast-2" };
    expect(found(limit)).toEqual(["alarm-price-unknown addons.alarms.usdPerHour"]);
    expect(found({ ...on(), region: "ap-southeast-2" })).toEqual([]);
  });

  it("that are disabled cause a warning about their settings", () => {
    expect(found({ addons: { alarms: { queueSeconds: 60, quotaPercent: 90 } } })).toEqual([
      "no-effect addons.alarms.queueSeconds",
      "no-effect addons.alarms.quotaPercent",
    ]);
    expect(found({ addons: { alarms: { enabled: false } } })).toEqual([]);
  });
});
