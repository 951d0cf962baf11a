import { describe, expect, it } from "vitest";
import { at, blockOf, configOf, stackOf } from "../../support/synth";

const dashboardIn = (region: string) => {
  const runners = [{ name: "r", token: "env:TF_VAR_r" }];
  const config = configOf({ name: "ci", region, addons: { alarms: { enabled: true } }, runners });
  return blockOf(stackOf(config, "addons"), "aws_cloudwatch_dashboard.dashboard");
};
const widgetsIn = (region: string): readonly unknown[] => {
  const body: unknown = JSON.parse(String(dashboardIn(region).dashboard_body));
  const widgets = at(body, "widgets");
  return Array.isArray(widgets) ? widgets : [];
};
const titled = (widgets: readonly unknown[]) => widgets.map((widget) => at(widget, "properties", "title"));

describe("the dashboard", () => {
  const widgets = widgetsIn("us-west-2");

  it("is named after the cluster", () => {
    expect(dashboardIn("us-west-2").dashboard_name).toBe("glrunner-ci");
  });

  it("shows alarms, jobs, queue, Fargate and the last failures", () => {
    expect(titled(widgets)).toEqual([
      "Alarms",
      "Jobs",
      "Seconds in the queue",
      "Fargate vCPU of the account",
      "Starts of managers",
      "Fargate of the account, at least, USD an hour",
      "The last failed jobs",
    ]);
    expect(at(widgets[0], "properties", "alarms", 0)).toBe(
      "${aws_cloudwatch_metric_alarm.alarm_hung_pods.arn}",
    );
    expect(at(widgets[2], "properties", "metrics", 1)).toEqual([
      "glrunner/ci",
      "QueueSeconds",
      { stat: "p90", label: "p90" },
    ]);
  });

  it("shows usage next to the limit", () => {
    expect(at(widgets[3], "properties")).toMatchObject({
      region: "us-west-2",
      metrics: [
        [
          ...["AWS/Usage", "ResourceCount", "Service", "Fargate", "Type", "Resource"],
          ...["Resource", "vCPU", "Class", "Standard/OnDemand"],
          { id: "usage", stat: "Maximum", label: "in use" },
        ],
        [{ expression: "SERVICE_QUOTA(usage)", id: "quota", label: "allowed" }],
      ],
    });
  });

  it("finds failures only in the managers' lines of the cluster's log group", () => {
    expect(at(widgets.at(-1), "properties", "query")).toBe(
      "SOURCE '${aws_cloudwatch_log_group.fargate_logs.name}' | filter kubernetes.namespace_name = \"gitlab-runner\" and msg like /^Job failed/ | fields @timestamp, runner, project_full_path, job, msg | sort @timestamp desc | limit 50",
    );
  });

  it("shows no price in a Region without a recorded price", () => {
    expect(titled(widgetsIn("ap-southeast-2"))).not.toContain(
      "Fargate of the account, at least, USD an hour",
    );
    expect(widgetsIn("ap-southeast-2")).toHaveLength(6);
  });
});
