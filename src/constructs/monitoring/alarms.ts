/**
 * CloudWatch alarms for problems that are rarely noticed before jobs fail: pods that did not start, jobs that wait, managers
 * that restart in a loop, and Fargate's quota and price. They notify the user's SNS topic, if one is set.
 */
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { TerraformStack } from "cdktf";
import { enabledAlarms, type AlarmId } from "../../config/resolve/alarms";
import { minUsdPerVcpuHour } from "../../config/placement/fargate-price";
import type { Config } from "../../config/config";
import { fargateUsage } from "../../facts/aws/fargate";
import type { ManagerMetrics, Metric } from "./manager-metrics";
import { resourceTags } from "../tags";

type Measured = Pick<
  CloudwatchMetricAlarmConfig,
  "namespace" | "metricName" | "period" | "statistic" | "extendedStatistic" | "metricQuery"
> &
  Partial<Pick<CloudwatchMetricAlarmConfig, "evaluationPeriods" | "datapointsToAlarm">>;
interface Alarm {
  readonly description: string;
  readonly above: number;
  readonly measured: Measured;
}

const hour = 3600;
const minutes = 60;

/**
 * A deployment starts all managers within one or two periods. A manager that restarts in a loop starts in every period,
 * because the kubelet waits at most five minutes. Several deployments within an hour look the same.
 */
const looping = { period: 10 * minutes, evaluationPeriods: 6, datapointsToAlarm: 4 };

export function alarms(
  stack: TerraformStack,
  config: Config,
  metrics: ManagerMetrics,
): CloudwatchMetricAlarm[] {
  const { snsTopicArn } = config.addons.alarms;
  const actions = snsTopicArn === undefined ? {} : { alarmActions: [snsTopicArn], okActions: [snsTopicArn] };
  const all = { ...ofManagers(config, metrics), ...ofFargate(config) };
  return enabledAlarms(config.addons).map((id) => {
    const { description, above, measured } = all[id];
    return new CloudwatchMetricAlarm(stack, `alarm_${id}`, {
      alarmName: `${config.name}-${id.replaceAll("_", "-")}`,
      alarmDescription: description,
      comparisonOperator: "GreaterThanThreshold",
      threshold: above,
      evaluationPeriods: 1,
      // Without jobs there is no data.
      treatMissingData: "notBreaching",
      ...measured,
      ...actions,
      tags: resourceTags(config),
    });
  });
}

type OfManagers = Exclude<AlarmId, OfFargate>;
type OfFargate = "fargate_quota" | "fargate_spend";

function ofManagers({ addons }: Config, metrics: ManagerMetrics): Readonly<Record<OfManagers, Alarm>> {
  const of = (metric: Metric, period: number) => ({
    namespace: metric.namespace,
    metricName: metric.name,
    period,
  });
  const { queueSeconds } = addons.alarms;
  return {
    hung_pods: {
      description:
        "Pods of jobs did not start in time: Fargate's quota, addresses of the subnets, or capacity. Their jobs failed.",
      above: 0,
      measured: { ...of(metrics.hung_pods, 5 * minutes), statistic: "Sum" },
    },
    queue_time: {
      description: `One job in ten waited longer than ${queueSeconds} seconds for a manager to take it.`,
      above: queueSeconds,
      measured: { ...of(metrics.queue_time, 5 * minutes), extendedStatistic: "p90" },
    },
    manager_starts: {
      description:
        "Managers started in four of six windows of ten minutes: one starts again and again. One too small for its jobs is killed, and starts again without them.",
      above: 0,
      measured: { ...of(metrics.manager_starts, looping.period), ...looping, statistic: "Sum" },
    },
  };
}

function ofFargate({ region, addons }: Config): Readonly<Record<OfFargate, Alarm>> {
  const { quotaPercent, usdPerHour = 0 } = addons.alarms;
  const usd = minUsdPerVcpuHour(region) ?? 0;
  return {
    fargate_quota: {
      description: `More than ${quotaPercent} % of the Fargate vCPU that the account may use in ${region} are in use.`,
      above: quotaPercent,
      measured: ofUsage("100 * usage / SERVICE_QUOTA(usage)", "percent", {
        stat: "Maximum",
        period: 5 * minutes,
      }),
    },
    // The alarm exists only with a limit, and the configuration refuses a limit in a Region without a recorded price.
    fargate_spend: {
      description: `All that runs on Fargate in ${region} costs more than $${usdPerHour} an hour, by list prices and at the least.`,
      above: usdPerHour,
      measured: ofUsage(`${usd} * usage`, "USD an hour", { stat: "Average", period: hour }),
    },
  };
}

function ofUsage(
  expression: string,
  label: string,
  statistic: { readonly stat: string; readonly period: number },
): Measured {
  const { name: metricName, namespace, dimensions } = fargateUsage;
  return {
    metricQuery: [
      { id: "wanted", expression, label, returnData: true },
      { id: "usage", metric: { metricName, namespace, dimensions, ...statistic } },
    ],
  };
}
