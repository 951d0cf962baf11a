/**
 * CloudWatch metrics of the managers, counted in their logs without an agent. Each cluster has its own metrics, and jobs
 * cannot add to them: only lines from the managers' namespace count.
 */
import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { TerraformStack } from "cdktf";
import type { CountedMetric } from "../../config/resolve/alarms";
import { managerNamespace, type Config } from "../../config/config";
import { eventKeys, managerLinePattern, managerLines } from "../../facts/gitlab/manager-log";

/** A metric as alarms and the dashboard refer to it. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

interface MetricSource {
  readonly name: string;
  /** Patterns that the message must match, all of them; `*` matches any text. */
  readonly messages: readonly string[];
  /** Key of the log event whose value is the data point. @default each matching line counts as 1 */
  readonly key?: string;
}

const metricSources = {
  jobs_succeeded: { name: "JobsSucceeded", messages: [managerLines.succeeded] },
  jobs_failed: { name: "JobsFailed", messages: [`${managerLines.failed}*`] },
  hung_pods: { name: "HungPods", messages: [`${managerLines.failed}*`, `*${managerLines.hung}*`] },
  queue_time: { name: "QueueSeconds", messages: [managerLines.taken], key: eventKeys.queueSeconds },
  manager_starts: { name: "ManagerStarts", messages: [`${managerLines.started}*`] },
} as const satisfies Readonly<Record<CountedMetric, MetricSource>>;

export type ManagerMetrics = Readonly<Record<CountedMetric, Metric>>;

export function managerMetrics(
  stack: TerraformStack,
  config: Config,
  group: CloudwatchLogGroup,
): ManagerMetrics {
  const namespace = `glrunner/${config.name}`;
  const filtered = (id: CountedMetric): Metric => {
    const { name, messages, key }: MetricSource = metricSources[id];
    new CloudwatchLogMetricFilter(stack, `metric_${id}`, {
      name: `${config.name}-${id.replaceAll("_", "-")}`,
      logGroupName: group.name,
      pattern: managerLinePattern(managerNamespace, messages),
      metricTransformation: {
        ...{ namespace, name },
        ...(key === undefined
          ? { value: "1", defaultValue: "0", unit: "Count" }
          : { value: `$.${key}`, unit: "Seconds" }),
      },
    });
    return { namespace, name };
  };
  return {
    jobs_succeeded: filtered("jobs_succeeded"),
    jobs_failed: filtered("jobs_failed"),
    hung_pods: filtered("hung_pods"),
    queue_time: filtered("queue_time"),
    manager_starts: filtered("manager_starts"),
  };
}
