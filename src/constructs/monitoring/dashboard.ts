/** The CloudWatch dashboard of the runners: alarms, jobs, queue, Fargate usage and price, and the last failed jobs. */
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { TerraformStack } from "cdktf";
import { minUsdPerVcpuHour } from "../../config/placement/fargate-price";
import { dashboardName } from "../../config/resource-names";
import { managerNamespace, type Config } from "../../config/config";
import { fargateUsage } from "../../facts/aws/fargate";
import { eventKeys, managerLines } from "../../facts/gitlab/manager-log";
import type { ManagerMetrics, Metric } from "./manager-metrics";

/** Source: CloudWatch API reference, "Dashboard body structure and syntax" (2026-11). */
interface Line {
  readonly id?: string;
  readonly stat?: string;
  readonly label: string;
  readonly visible?: false;
}
type Row = readonly [...string[], Line] | readonly [Line & { readonly expression: string }];
type Content =
  | {
      readonly type: "alarm";
      readonly properties: { readonly title: string; readonly alarms: readonly string[] };
    }
  | {
      readonly type: "metric";
      readonly properties: {
        readonly title: string;
        readonly region: string;
        readonly period: number;
        readonly metrics: readonly Row[];
      };
    }
  | {
      readonly type: "log";
      readonly properties: {
        readonly title: string;
        readonly region: string;
        readonly view: "table";
        readonly query: string;
      };
    };
interface Size {
  readonly width: number;
  readonly height: number;
}

/** A dashboard is 24 units wide. */
const whole = (height: number): Size => ({ width: 24, height });
const half: Size = { width: 12, height: 6 };

interface DashboardProps {
  readonly group: CloudwatchLogGroup;
  readonly metrics: ManagerMetrics;
  readonly alarms: readonly CloudwatchMetricAlarm[];
}

export function dashboard(stack: TerraformStack, config: Config, props: DashboardProps): CloudwatchDashboard {
  const { group, metrics, alarms } = props;
  const widgets = [
    placed(
      { type: "alarm", properties: { title: "Alarms", alarms: alarms.map(({ arn }) => arn) } },
      whole(3),
    ),
    ...charts(config, metrics).map((properties) =>
      placed({ type: "metric", properties: { region: config.region, period: 300, ...properties } }, half),
    ),
    placed(
      {
        type: "log",
        properties: {
          title: "The last failed jobs",
          region: config.region,
          view: "table",
          query: failures(group),
        },
      },
      whole(8),
    ),
  ];
  return new CloudwatchDashboard(stack, "dashboard", {
    dashboardName: dashboardName(config.name),
    dashboardBody: JSON.stringify({ widgets }),
  });
}

/** Without coordinates, CloudWatch places widgets one after the other, from left to right. */
const placed = (content: Content, size: Size) => ({ ...content, ...size });

interface Chart {
  readonly title: string;
  readonly metrics: readonly Row[];
}

function charts({ region }: Config, metrics: ManagerMetrics): readonly Chart[] {
  const usd = minUsdPerVcpuHour(region);
  const usage = (line: Line) => rowOf(fargateUsage, { id: "usage", stat: "Maximum", ...line });
  return [
    {
      title: "Jobs",
      metrics: [
        rowOf(metrics.jobs_succeeded, { stat: "Sum", label: "succeeded" }),
        rowOf(metrics.jobs_failed, { stat: "Sum", label: "failed" }),
        rowOf(metrics.hung_pods, { stat: "Sum", label: "failed, since the pod did not start" }),
      ],
    },
    {
      title: "Seconds in the queue",
      metrics: ["p50", "p90", "Maximum"].map((stat) => rowOf(metrics.queue_time, { stat, label: stat })),
    },
    {
      title: "Fargate vCPU of the account",
      metrics: [
        usage({ label: "in use" }),
        [{ expression: "SERVICE_QUOTA(usage)", id: "quota", label: "allowed" }],
      ],
    },
    {
      title: "Starts of managers",
      metrics: [rowOf(metrics.manager_starts, { stat: "Sum", label: "starts" })],
    },
    ...(usd === undefined
      ? []
      : [
          {
            title: "Fargate of the account, at least, USD an hour",
            metrics: [
              usage({ label: "vCPU", visible: false }),
              [{ expression: `${usd} * usage`, id: "usd", label: "USD an hour" }] as const,
            ],
          },
        ]),
  ];
}

function rowOf({ namespace, name, dimensions = {} }: Metric, line: Line): Row {
  return [namespace, name, ...Object.entries(dimensions).flat(), line];
}

function failures({ name }: CloudwatchLogGroup): string {
  const { runner, project, job, message } = eventKeys;
  return [
    `SOURCE '${name}'`,
    `filter ${eventKeys.namespace} = "${managerNamespace}" and ${message} like /^${managerLines.failed}/`,
    `fields @timestamp, ${[runner, project, job, message].join(", ")}`,
    "sort @timestamp desc",
    "limit 50",
  ].join(" | ");
}
