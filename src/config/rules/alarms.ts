/** Alarms that could never ring are refused: without the logs they read, a price, or a topic that they can reach. */
import { minUsdPerVcpuHour } from "../placement/fargate-price";
import { problem } from "../input/problems";
import { prices, type Price } from "../../facts/aws/prices";
import { setDefaults } from "../resolve/versions";
import { idle } from "./no-effect";
import { needs, type Rule } from "./rule";

const section = ["addons", "alarms"];

export const alarmLogs: Rule = needs(["versions", "cluster", "addons"], ({ versions, cluster, addons }) => {
  const logged = addons.logging.enabled ?? setDefaults[versions.set].logging;
  if (!addons.alarms.enabled || (logged && cluster.managers === "fargate")) return [];
  return [
    problem({
      code: "alarms-without-logs",
      path: [...section, "enabled"],
      value: true,
      message: `the alarms count hung pods, queue time and restarts in the managers' logs, which are not sent to CloudWatch: ${
        logged ? "the managers are on nodes" : "addons.logging is off"
      }`,
      allowed: "alarms with addons.logging on and cluster.managers: fargate",
      fix: logged
        ? "set cluster.managers to fargate, or alarms off"
        : "enable addons.logging, or set alarms off",
    }),
  ];
});

export const alarmTopic: Rule = needs(["region", "addons"], ({ region, addons }) => {
  const arn = addons.alarms.snsTopicArn;
  if (arn === undefined || arn.split(":")[3] === region) return [];
  return [
    problem({
      code: "alarm-topic-region",
      path: [...section, "snsTopicArn"],
      value: arn,
      message: "an alarm reaches only topics of its own Region",
      allowed: `a topic in ${region}`,
      fix: "name a topic of this Region, or remove it",
    }),
  ];
});

function regionsOf({ regions, elsewhere }: Price): readonly string[] {
  return [...(regions === "every" ? [] : regions), ...Object.keys(elsewhere ?? {})];
}

export const alarmPrice: Rule = needs(["region", "addons"], ({ region, addons }) => {
  const { usdPerHour } = addons.alarms;
  if (usdPerHour === undefined || minUsdPerVcpuHour(region) !== undefined) return [];
  return [
    problem({
      code: "alarm-price-unknown",
      path: [...section, "usdPerHour"],
      value: usdPerHour,
      message: `no price of Fargate is recorded for ${region}`,
      allowed: `a limit in ${regionsOf(prices.fargateVcpu).join(" or ")}`,
      fix: "remove it; quotaPercent limits the vCPU instead",
    }),
  ];
});

export const idleAlarms: Rule = needs(["addons"], ({ addons }, { raw }) =>
  addons.alarms.enabled
    ? []
    : ["snsTopicArn", "queueSeconds", "quotaPercent", "usdPerHour"].flatMap((key) =>
        idle(raw, [...section, key], "alarms are off", "remove it, or enable alarms"),
      ),
);
