/** Refuses alarms that could never go off: without the logs that they read, without a price, or with a topic out of reach. */
import { minUsdPerVcpuHour } from "../placement/fargate-price";
import { prices, type Price } from "../../facts/aws/prices";
import { setDefaults } from "../resolve/versions";
import { idle } from "./no-effect";
import { needs, type Rule } from "./rule";

const section = ["addons", "alarms"];

export const alarmLogs: Rule = needs(["versions", "cluster", "addons"], ({ versions, cluster, addons }) => {
  const logged = addons.logging.enabled ?? setDefaults[versions.set].logging;
  if (!addons.alarms.enabled || (logged && cluster.managers === "fargate")) return undefined;
  const reason = logged ? "the managers are on nodes" : "addons.logging is off";
  return {
    code: "alarms-without-logs",
    path: [...section, "enabled"],
    value: true,
    message: `the alarms count stuck pods, queue time and restarts in the managers' logs, which do not reach CloudWatch: ${reason}`,
    allowed: "alarms with addons.logging on and cluster.managers: fargate",
    fix: logged
      ? "set cluster.managers to fargate, or disable the alarms"
      : "enable addons.logging, or disable the alarms",
  };
});

export const alarmTopic: Rule = needs(["region", "addons"], ({ region, addons }) => {
  const arn = addons.alarms.snsTopicArn;
  return (
    arn !== undefined &&
    arn.split(":")[3] !== region && {
      code: "alarm-topic-region",
      path: [...section, "snsTopicArn"],
      value: arn,
      message: "an alarm reaches only topics of its own Region",
      allowed: `a topic in ${region}`,
      fix: "name a topic of this Region, or remove it",
    }
  );
});

function regionsOf({ regions, elsewhere }: Price): readonly string[] {
  return [...(regions === "every" ? [] : regions), ...Object.keys(elsewhere ?? {})];
}

export const alarmPrice: Rule = needs(["region", "addons"], ({ region, addons }) => {
  const { usdPerHour } = addons.alarms;
  if (usdPerHour === undefined || minUsdPerVcpuHour(region) !== undefined) return undefined;
  return {
    code: "alarm-price-unknown",
    path: [...section, "usdPerHour"],
    value: usdPerHour,
    message: `no Fargate price is recorded for ${region}`,
    allowed: `a limit in ${regionsOf(prices.fargateVcpu).join(" or ")}`,
    fix: "remove it; quotaPercent limits the vCPU instead",
  };
});

export const idleAlarms: Rule = needs(
  ["addons"],
  ({ addons }, { raw }) =>
    !addons.alarms.enabled &&
    ["snsTopicArn", "queueSeconds", "quotaPercent", "usdPerHour"].map((key) =>
      idle(raw, [...section, key], "alarms are off", "remove it, or enable alarms"),
    ),
);
