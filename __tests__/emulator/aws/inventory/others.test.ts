import { beforeEach, describe, expect, it } from "vitest";
import { otherRows } from "../../../../src/emulator/aws/inventory/others";
import { useScriptedInventory } from "./scripted-inventory";

const { access, aws, json } = useScriptedInventory();
const logs = (operation: string) => `Logs_20140328.${operation}`;
const cloudwatch = (operation: string) => `GraniteServiceVersion20100801.${operation}`;
const brief = async () =>
  (await otherRows(access())).map(({ service, kind, id, name }) =>
    [service, kind, id, name ?? ""].join(" ").trim(),
  );

/** A new account. */
beforeEach(() => {
  for (const target of [
    ...["AmazonSQS.ListQueues", "AWSEvents.ListRules", "TrentService.ListKeys", "TrentService.ListAliases"],
    ...[logs("DescribeLogGroups"), logs("DescribeMetricFilters")],
    ...[cloudwatch("DescribeAlarms"), cloudwatch("ListDashboards")],
    ...["AmazonSSM.DescribeParameters", "secretsmanager.ListSecrets"],
  ])
    json(target, {});
});

describe("the inventory of all other services", () => {
  it("is empty for a new account, which has the aliases of AWS", async () => {
    json("TrentService.ListAliases", { Aliases: [{ AliasName: "alias/aws/ebs" }] });
    expect(await brief()).toEqual([]);
  });

  it.each([
    ["AmazonSQS.ListQueues", { QueueUrls: ["https://sqs/1/q"] }, "sqs queue https://sqs/1/q q"],
    ["AWSEvents.ListRules", { Rules: [{ Arn: "arn:r", Name: "r" }] }, "events rule arn:r r"],
    ["TrentService.ListAliases", { Aliases: [{ AliasName: "alias/eks/ci" }] }, "kms alias alias/eks/ci"],
    [logs("DescribeLogGroups"), { logGroups: [{ logGroupName: "/g" }] }, "logs log group /g"],
    [logs("DescribeMetricFilters"), { metricFilters: [{ filterName: "f" }] }, "logs metric filter f"],
    [cloudwatch("DescribeAlarms"), { MetricAlarms: [{ AlarmName: "a" }] }, "cloudwatch alarm a"],
    [cloudwatch("ListDashboards"), { DashboardEntries: [{ DashboardName: "d" }] }, "cloudwatch dashboard d"],
    ["AmazonSSM.DescribeParameters", { Parameters: [{ Name: "/p" }] }, "ssm parameter /p"],
    [
      "secretsmanager.ListSecrets",
      { SecretList: [{ ARN: "arn:s", Name: "s" }] },
      "secretsmanager secret arn:s s",
    ],
  ])("has what %s lists", async (target, body, expected) => {
    json(target, body);
    expect(await brief()).toEqual([expected]);
  });

  it("has the tags of secrets", async () => {
    json("secretsmanager.ListSecrets", { SecretList: [{ ARN: "arn:s", Tags: [{ Key: "a", Value: "1" }] }] });
    expect(await otherRows(access())).toMatchObject([{ tags: { a: "1" } }]);
  });

  it("has the keys that do not wait for their deletion", async () => {
    json("TrentService.ListKeys", { Keys: [{ KeyId: "k-1" }, { KeyId: "k-2" }] });
    aws().answers.set("TrentService.DescribeKey", ({ KeyId }) =>
      JSON.stringify({ KeyMetadata: { KeyId, KeyState: KeyId === "k-2" ? "PendingDeletion" : "Enabled" } }),
    );
    expect(await brief()).toEqual(["kms key k-1"]);
  });
});
