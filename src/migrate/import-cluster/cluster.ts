/** Reads the control plane: its name, Region, version, endpoint, logs and EKS add-ons. */
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { ConfigInput } from "../../config";
import { clusterSchema, controlPlaneLogs, retentionDays } from "../../config/schema/cluster";
import { clusterAddons } from "../../config/resolve/cluster-addons";
import { parseJson } from "../../clients/system/json";
import type { ParseResult, StateFinding } from "./parse-result";
import { select, type ReadObject, type StateObject } from "./objects";
import { unlessDefault, unlessEmpty } from "./values";

type Cluster = NonNullable<ConfigInput["cluster"]>;

export const eksModule = "module.eks";

const strings = z.array(z.string());
export const tags = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given) => given ?? {});

const controlPlaneSchema = z.object({
  name: z.string(),
  arn: z.string(),
  version: z.string(),
  enabled_cluster_log_types: strings.nullish().transform((given) => given ?? []),
  encryption_config: z.array(z.unknown()).nullish(),
  vpc_config: z.tuple([
    z.object({
      endpoint_public_access: z.boolean(),
      endpoint_private_access: z.boolean(),
      public_access_cidrs: strings.nullish().transform((given) => given ?? []),
    }),
  ]),
  tags,
  tags_all: tags,
});
export type ControlPlane = ReadObject<z.output<typeof controlPlaneSchema>>;

export function controlPlane(objects: readonly StateObject[]): ControlPlane | undefined {
  return select(objects, { module: eksModule, type: "aws_eks_cluster" }, controlPlaneSchema)[0];
}

const defaults = clusterSchema.parse(undefined);
const haveSameItems = (left: readonly string[], right: readonly string[]) =>
  [...left].sort().join() === [...right].sort().join();

/** Returns only settings that differ from their defaults. */
export function readCluster(
  objects: readonly StateObject[],
  { address, read }: ControlPlane,
): ParseResult<Cluster> {
  const [endpoint] = read.vpc_config;
  const retention = readRetention(objects);
  const addons = readAddons(objects);
  const encrypted = (read.encryption_config ?? []).length > 0;
  const logs = controlPlaneLogs.filter((name) => read.enabled_cluster_log_types.includes(name));
  return {
    value: {
      endpoint: unlessEmpty(endpointOf(endpoint)),
      logs: haveSameItems(logs, defaults.logs) ? undefined : logs,
      ...retention.value,
      ...addons.value,
    },
    findings: [...(encrypted ? [] : [encryptionFinding(address)]), ...retention.findings, ...addons.findings],
  };
}

function endpointOf(given: ControlPlane["read"]["vpc_config"][0]): NonNullable<Cluster["endpoint"]> {
  const { endpoint_public_access: open, endpoint_private_access: inside, public_access_cidrs: cidrs } = given;
  return {
    public: unlessDefault(open, defaults.endpoint.public),
    private: unlessDefault(inside, defaults.endpoint.private),
    allowedCidrs: open && !haveSameItems(cidrs, defaults.endpoint.allowedCidrs) ? cidrs : undefined,
  };
}

const encryptionFinding = (address: string): StateFinding => ({
  address,
  what: "the cluster does not encrypt secrets with a KMS key, which is the default of the pinned module",
  fix: "the plan turns encryption on permanently: EKS cannot turn it off again",
});

/** CloudWatch's 0 means that logs never expire, which a configuration does not support. */
function readRetention(objects: readonly StateObject[]): ParseResult<Pick<Cluster, "logRetentionDays">> {
  const schema = z.object({ retention_in_days: z.number() });
  const [group] = select(objects, { module: eksModule, type: "aws_cloudwatch_log_group" }, schema);
  const days = retentionDays.safeParse(group?.read.retention_in_days);
  if (days.success)
    return { value: { logRetentionDays: unlessDefault(days.data, defaults.logRetentionDays) }, findings: [] };
  const what = "the control plane has no log group with a retention in days";
  const fix = `the plan sets a retention of ${defaults.logRetentionDays} days, unless you set cluster.logRetentionDays`;
  const address = group?.address ?? `${eksModule}.aws_cloudwatch_log_group.this[0]`;
  return { value: {}, findings: [{ address, what, fix }] };
}

const addonSchema = z.object({
  addon_name: z.string(),
  configuration_values: z.string().nullish(),
  service_account_role_arn: z.string().nullish(),
});

/** The EKS add-ons of a configuration by name. The EBS CSI driver is optional. */
const publishedAddons = new Map(Object.entries(clusterAddons({ ebsCsi: true, systemPods: "fargate" })));
const ebsCsi = "aws-ebs-csi-driver";

function readAddons(objects: readonly StateObject[]): ParseResult<Pick<Cluster, "ebsCsi">> {
  const installed = select(objects, { module: eksModule, type: "aws_eks_addon" }, addonSchema);
  const names = installed.map(({ read }) => read.addon_name);
  const missing = [...publishedAddons.keys()].filter((name) => !names.includes(name));
  return {
    value: missing.includes(ebsCsi) ? { ebsCsi: false } : {},
    findings: [
      ...installed.flatMap(addonFindings),
      ...missing
        .filter((name) => name !== ebsCsi)
        .map((name) => ({
          address: `${eksModule}.aws_eks_addon.this[${JSON.stringify(name)}]`,
          what: `the EKS add-on ${name} is not in the state`,
          fix: "the plan adds it, and it replaces EKS's own installation",
        })),
    ],
  };
}

function addonFindings({ address, read }: ReadObject<z.output<typeof addonSchema>>): readonly StateFinding[] {
  const { addon_name: name, configuration_values: values, service_account_role_arn: role } = read;
  const published = publishedAddons.get(name);
  if (published === undefined) {
    const what = `the configuration has no EKS add-on ${name}`;
    return [{ address, what, fix: `the plan removes it; keep it with \`terraform state rm '${address}'\`` }];
  }
  const settings = {
    address,
    what: "its settings differ from the published ones",
    fix: "the plan sets the published ones",
  };
  const ownRole = {
    address,
    what: "the add-on has its own IAM role",
    fix: "the plan removes the role from the add-on",
  };
  return [
    ...(sameSettings(values, published.configuration_values) ? [] : [settings]),
    ...((role ?? "") === "" ? [] : [ownRole]),
  ];
}

/** Ignores the order of keys. AWS writes `""` if there are no settings. */
function sameSettings(actual: string | null | undefined, published = "{}"): boolean {
  const given = actual === "" ? undefined : actual;
  return isDeepStrictEqual(parseJson(given ?? "{}"), parseJson(published));
}
