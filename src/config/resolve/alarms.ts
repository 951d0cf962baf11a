/** Metrics and alarms in CloudWatch. The constructs create them, and the price includes them. */
import type { Config } from "../config";

/** Metrics that CloudWatch counts in the logs of the managers. */
export const countedMetrics = [
  "jobs_succeeded",
  "jobs_failed",
  "hung_pods",
  "queue_time",
  "manager_starts",
] as const;
export type CountedMetric = (typeof countedMetrics)[number];

const alarmIds = ["hung_pods", "queue_time", "manager_starts", "fargate_quota", "fargate_spend"] as const;
export type AlarmId = (typeof alarmIds)[number];

/** The alarms that the configuration asks for. The alarm on spend needs `usdPerHour`. */
export function enabledAlarms({ alarms }: Pick<Config["addons"], "alarms">): readonly AlarmId[] {
  if (!alarms.enabled) return [];
  return alarmIds.filter((id) => id !== "fargate_spend" || alarms.usdPerHour !== undefined);
}
