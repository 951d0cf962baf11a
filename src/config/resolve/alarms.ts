/** What CloudWatch is asked to count and to ring for: the constructs make it, and the price counts it. */
import type { Config } from "../config";

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

/** Of a price only where a limit is given. */
export function wantedAlarms({ alarms }: Pick<Config["addons"], "alarms">): readonly AlarmId[] {
  if (!alarms.enabled) return [];
  return alarmIds.filter((id) => id !== "fargate_spend" || alarms.usdPerHour !== undefined);
}
