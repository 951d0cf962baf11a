import { describe, expect, it } from "vitest";
import { at, blockOf, configOf, stackOf } from "../../support/synth";

const base = {
  ...{ name: "ci", region: "us-west-2" },
  runners: ["one", "two"].map((name) => ({ name, token: "env:TF_VAR_r" })),
};
const topic = "arn:aws:sns:us-west-2:123456789012:on-call";
const stackWith = (more: object, region = "us-west-2") =>
  stackOf(configOf({ ...base, region, addons: { alarms: { enabled: true, ...more } } }), "addons");
const stack = stackWith({ snsTopicArn: topic, queueSeconds: 77, quotaPercent: 66, usdPerHour: 5 });
const alarm = (id: string) => blockOf(stack, `aws_cloudwatch_metric_alarm.alarm_${id}`);
const usage = {
  namespace: "AWS/Usage",
  metric_name: "ResourceCount",
  dimensions: { Service: "Fargate", Type: "Resource", Resource: "vCPU", Class: "Standard/OnDemand" },
};

describe("alarms", () => {
  it("fire at the first pod that did not start", () => {
    expect(alarm("hung_pods")).toMatchObject({
      alarm_name: "ci-hung-pods",
      namespace: "glrunner/ci",
      metric_name: "HungPods",
      statistic: "Sum",
      period: 300,
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
      tags: { "glrunner/cluster": "ci" },
    });
  });

  it("fire if one job in ten waited longer than allowed", () => {
    expect(alarm("queue_time")).toMatchObject({
      metric_name: "QueueSeconds",
      extended_statistic: "p90",
      threshold: 77,
    });
    expect(alarm("queue_time")).not.toHaveProperty("statistic");
  });

  it("fire if one of many managers restarts in a loop, not at a deployment that starts all at once", () => {
    expect(alarm("manager_starts")).toMatchObject({
      metric_name: "ManagerStarts",
      statistic: "Sum",
      period: 600,
      threshold: 0,
      evaluation_periods: 6,
      datapoints_to_alarm: 4,
    });
  });

  it("fire near the account's own quota, for any quota", () => {
    expect(alarm("fargate_quota")).toMatchObject({ threshold: 66 });
    expect(at(alarm("fargate_quota"), "metric_query")).toEqual([
      { id: "wanted", expression: "100 * usage / SERVICE_QUOTA(usage)", label: "percent", return_data: true },
      { id: "usage", metric: { ...usage, stat: "Maximum", period: 300 } },
    ]);
  });

  it("fire at the configured price, calculated from the recorded prices", () => {
    expect(alarm("fargate_spend")).toMatchObject({ threshold: 5 });
    expect(at(alarm("fargate_spend"), "metric_query")).toEqual([
      { id: "wanted", expression: "0.04937 * usage", label: "USD an hour", return_data: true },
      { id: "usage", metric: { ...usage, stat: "Average", period: 3600 } },
    ]);
  });

  it("notify the topic at the start and at the end, or have no topic", () => {
    for (const each of Object.values(stack.resource.aws_cloudwatch_metric_alarm ?? {})) {
      expect(each).toMatchObject({ alarm_actions: [topic], ok_actions: [topic] });
    }
    const silent = Object.values(stackWith({}).resource.aws_cloudwatch_metric_alarm ?? {});
    expect(silent.map((each) => [at(each, "alarm_name"), at(each, "alarm_actions")])).toEqual([
      ["ci-fargate-quota", undefined],
      ["ci-hung-pods", undefined],
      ["ci-manager-starts", undefined],
      ["ci-queue-time", undefined],
    ]);
  });
});
