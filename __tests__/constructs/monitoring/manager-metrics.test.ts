import { describe, expect, it } from "vitest";
import { blockOf, configOf, stackOf } from "../../support/synth";

const base = { name: "ci", region: "us-west-2", runners: [{ name: "r", token: "env:TF_VAR_r" }] };
const stack = stackOf(configOf({ ...base, addons: { alarms: { enabled: true } } }), "addons");
const filter = (id: string) => blockOf(stack, `aws_cloudwatch_log_metric_filter.metric_${id}`);

describe("metrics of the managers", () => {
  it("count jobs whose pod did not start, from the managers' lines in the cluster's log group", () => {
    expect(filter("hung_pods")).toEqual({
      name: "ci-hung-pods",
      log_group_name: "${aws_cloudwatch_log_group.fargate_logs.name}",
      pattern:
        '{ ($.kubernetes.namespace_name = "gitlab-runner") && ($.msg = "Job failed*") && ($.msg = "*timed out waiting for pod to start*") }',
      metric_transformation: {
        namespace: "glrunner/ci",
        name: "HungPods",
        value: "1",
        default_value: "0",
        unit: "Count",
      },
    });
  });

  it("read the queue time from the line that a manager writes when it gets a job", () => {
    expect(filter("queue_time")).toMatchObject({
      pattern:
        '{ ($.kubernetes.namespace_name = "gitlab-runner") && ($.msg = "Added job to processing list") }',
      metric_transformation: { name: "QueueSeconds", value: "$.time_in_queue_seconds", unit: "Seconds" },
    });
    expect(filter("queue_time").metric_transformation).not.toHaveProperty("default_value");
  });

  it("count starts, successes and failures", () => {
    expect(filter("manager_starts").pattern).toContain('($.msg = "Starting multi-runner from*")');
    expect(filter("jobs_succeeded").pattern).toContain('($.msg = "Job succeeded")');
    expect(filter("jobs_failed").pattern).toContain('($.msg = "Job failed*")');
    expect(Object.keys(stack.resource.aws_cloudwatch_log_metric_filter ?? {})).toHaveLength(5);
  });

  it("exist only if alarms are enabled", () => {
    const off = stackOf(configOf(base), "addons").resource;
    for (const type of ["log_metric_filter", "metric_alarm", "dashboard"]) {
      expect(off).not.toHaveProperty(`aws_cloudwatch_${type}`);
    }
  });
});
