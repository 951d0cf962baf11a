/**
 * Checks the monitoring of a deployment in the emulated AWS and cluster: the logs of every Fargate pod since the first manager
 * started, and alarms on the metrics of these logs.
 */
import * as cloudwatch from "@aws-sdk/client-cloudwatch";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as eks from "@aws-sdk/client-eks";
import * as iam from "@aws-sdk/client-iam";
import { expect } from "vitest";
import * as z from "zod";
import type { Config } from "../../src/config";
import type { Emulator } from "../../src/emulator";
import { clientSettings } from "../../src/emulator/aws/clients";
import { dummyAccessKeyId } from "../../src/emulator/home";
import { allPages } from "../../src/clients/aws/aws-pages";
import { logRouterProblems, sectionsOf } from "../support/log-router";

const settingsOf = ({ aws }: Emulator, { region }: Config) =>
  clientSettings({ url: aws.url, region, accessKeyId: dummyAccessKeyId });

export async function expectFargateLogs(emulator: Emulator, config: Config): Promise<void> {
  const group = await groupOf(emulator, config);
  expect(group.retentionInDays).toBe(config.addons.logging.retentionDays);
  const output = expectRouter(emulator);
  expect(output).toMatchObject({ region: config.region, log_group_name: group.logGroupName });
  const arn = group.arn?.replace(/:\*$/, "") ?? "";
  const profiles = await rolesOfProfiles(emulator, config);
  expect(Object.keys(profiles).sort()).toEqual(config.cluster.fargateProfiles.map(({ name }) => name).sort());
  for (const [profile, role] of Object.entries(profiles)) {
    const statements = await logStatements(emulator, config, role);
    expect([profile, statements]).toEqual([
      profile,
      [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: [arn, `${arn}:*`],
        },
      ],
    ]);
  }
}

async function groupOf(emulator: Emulator, config: Config): Promise<logs.LogGroup> {
  const client = new logs.CloudWatchLogsClient(settingsOf(emulator, config));
  const logGroupNamePrefix = `/glrunner/${config.name}/fargate`;
  const [group, ...others] = await allPages(
    logs.paginateDescribeLogGroups({ client }, { logGroupNamePrefix }),
    (page) => page.logGroups,
  );
  if (group === undefined || others.length > 0) throw new Error(`not one log group ${logGroupNamePrefix}`);
  return group;
}

const metadata = z.tuple([z.object({ labels: z.record(z.string(), z.string()) })]);

/** Checks the order of creation: namespace, ConfigMap, managers. EKS does not log a pod that starts before the ConfigMap exists. */
function expectRouter({ providers }: Emulator): Readonly<Record<string, string>> {
  const made = providers.journal.entries().filter(({ action }) => action === "create");
  const placeOf = (type: string, identity: RegExp) =>
    made.findIndex((entry) => entry.type === type && identity.test(entry.identity));
  const namespace = placeOf("kubernetes_namespace_v1", /^aws-observability$/);
  const configMap = placeOf("kubernetes_config_map_v1", /^aws-observability\/aws-logging$/);
  const manager = placeOf("helm_release", /^gitlab-runner\//);
  expect([namespace, configMap, manager]).not.toContain(-1);
  expect([namespace, configMap, manager]).toEqual([namespace, configMap, manager].toSorted((a, b) => a - b));
  const [{ labels }] = metadata.parse(made[namespace]?.values.metadata);
  expect(labels).toEqual({ "aws-observability": "enabled" });
  const data = z.record(z.string(), z.string()).parse(made[configMap]?.values.data);
  expect(logRouterProblems(data)).toEqual([]);
  return sectionsOf(data["output.conf"] ?? "")[0]?.pairs ?? {};
}

/** All profiles in EKS, not only those of the configuration. */
async function rolesOfProfiles(emulator: Emulator, config: Config): Promise<Record<string, string>> {
  const client = new eks.EKSClient(settingsOf(emulator, config));
  const clusterName = config.name;
  const names = await allPages(
    eks.paginateListFargateProfiles({ client }, { clusterName }),
    (page) => page.fargateProfileNames,
  );
  const described = names.map(async (fargateProfileName) => {
    const asked = new eks.DescribeFargateProfileCommand({ clusterName, fargateProfileName });
    const { fargateProfile } = await client.send(asked);
    return [fargateProfileName, fargateProfile?.podExecutionRoleArn?.split("/").at(-1) ?? ""] as const;
  });
  return Object.fromEntries(await Promise.all(described));
}

const policyDocument = z.object({
  Statement: z.array(
    z.object({ Effect: z.string(), Action: z.array(z.string()), Resource: z.array(z.string()) }),
  ),
});

/** The actions of the customer managed policies of a role. */
async function logStatements(emulator: Emulator, config: Config, RoleName: string) {
  const client = new iam.IAMClient(settingsOf(emulator, config));
  const attached = await client.send(new iam.ListAttachedRolePoliciesCommand({ RoleName }));
  const own =
    attached.AttachedPolicies?.filter(({ PolicyName }) => PolicyName?.startsWith(`${config.name}-`)) ?? [];
  const documents = own.map(async ({ PolicyArn }) => {
    const { Policy } = await client.send(new iam.GetPolicyCommand({ PolicyArn }));
    const VersionId = Policy?.DefaultVersionId;
    const { PolicyVersion } = await client.send(new iam.GetPolicyVersionCommand({ PolicyArn, VersionId }));
    return policyDocument.parse(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ""))).Statement;
  });
  return (await Promise.all(documents)).flat();
}

const widget = z.object({
  type: z.string(),
  properties: z.object({ alarms: z.array(z.string()).optional() }),
});

/** Each alarm on the managers uses a metric of a filter of the log group, and the dashboard shows all alarms. */
export async function expectAlarms(emulator: Emulator, config: Config): Promise<void> {
  const client = new cloudwatch.CloudWatchClient(settingsOf(emulator, config));
  const AlarmNamePrefix = `${config.name}-`;
  const alarms = await allPages(
    cloudwatch.paginateDescribeAlarms({ client }, { AlarmNamePrefix }),
    (page) => page.MetricAlarms,
  );
  expect(alarms.map(({ AlarmName }) => AlarmName).sort()).toEqual(
    ["fargate-quota", "fargate-spend", "hung-pods", "manager-starts", "queue-time"].map(
      (name) => `${config.name}-${name}`,
    ),
  );
  const filters = new logs.CloudWatchLogsClient(settingsOf(emulator, config));
  const { metricFilters = [] } = await filters.send(
    new logs.DescribeMetricFiltersCommand({ logGroupName: `/glrunner/${config.name}/fargate` }),
  );
  const counted = metricFilters
    .flatMap(({ metricTransformations = [] }) => metricTransformations)
    .map(({ metricNamespace, metricName }) => `${metricNamespace ?? ""} ${metricName ?? ""}`);
  const measured = alarms.flatMap(({ Namespace, MetricName }) =>
    MetricName === undefined ? [] : [`${Namespace ?? ""} ${MetricName}`],
  );
  expect(measured).toHaveLength(3);
  expect(measured.filter((metric) => !counted.includes(metric))).toEqual([]);
  const { DashboardBody = "" } = await client.send(
    new cloudwatch.GetDashboardCommand({ DashboardName: `glrunner-${config.name}` }),
  );
  const { widgets } = z.object({ widgets: z.array(widget) }).parse(JSON.parse(DashboardBody));
  const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);
  expect(shown.sort()).toEqual(alarms.map(({ AlarmArn = "" }) => AlarmArn).sort());
}
