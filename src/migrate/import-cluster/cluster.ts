/** The control plane: what it is called, where it is, its version, who reaches it, its logs and its EKS add-ons. */
import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { ConfigInput } from "../../config";
import { clusterSchema, controlPlaneLogs, retentionDays } from "../../config/schema/cluster";
import { clusterAddons } from "../../config/resolve/cluster-addons";
import { parseJson } from "../../clients/system/json";
import type { ParseResult, StateFinding } from "./parse-result";
import { select, type ReadObject, type StateObject } from "./objects";

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
const haveSameItems = (one: readonly string[], other: readonly string[]) =>
  [...one].sort().join() === [...other].sort().join();

/** Without what is as by default. */
export function readCluster(
  objects: readonly StateObject[],
  { address, read }: ControlPlane,
): ParseResult<Cluster> {
  const [endpoint] = read.vpc_config;
  const retention = readRetention(objects);
  const addons = readAddons(objects);
  const unencrypted = (read.encryption_config ?? []).length === 0;
  const logs = controlPlaneLogs.filter((name) => read.enabled_cluster_log_types.includes(name));
  const reach = endpointOf(endpoint);
  return {
    value: {
      ...(Object.keys(reach).length > 0 && { endpoint: reach }),
      ...(!haveSameItems(logs, defaults.logs) && { logs }),
      ...retention.value,
      ...addons.value,
    },
    findings: [...(unencrypted ? [encryption(address)] : []), ...retention.findings, ...addons.findings],
  };
}

function endpointOf(given: ControlPlane["read"]["vpc_config"][0]): NonNullable<Cluster["endpoint"]> {
  const { endpoint_public_access: open, endpoint_private_access: inside, public_access_cidrs: cidrs } = given;
  return {
    ...(open !== defaults.endpoint.public && { public: open }),
    ...(inside !== defaults.endpoint.private && { private: inside }),
    ...(open && !haveSameItems(cidrs, defaults.endpoint.allowedCidrs) && { allowedCidrs: cidrs }),
  };
}

const encryption = (address: string): StateFinding => ({
  address,
  what: "its secrets are not encrypted with a KMS key, as the pinned module does by default",
  fix: "the plan turns that on, for good: EKS cannot turn it off again",
});

/** CloudWatch's 0 is for ever, which a configuration cannot say. */
function readRetention(objects: readonly StateObject[]): ParseResult<Pick<Cluster, "logRetentionDays">> {
  const schema = z.object({ retention_in_days: z.number() });
  const [group] = select(objects, { module: eksModule, type: "aws_cloudwatch_log_group" }, schema);
  const kept = retentionDays.safeParse(group?.read.retention_in_days);
  if (kept.success) {
    return {
      value: kept.data === defaults.logRetentionDays ? {} : { logRetentionDays: kept.data },
      findings: [],
    };
  }
  const what = "there is no log group of the control plane with a retention in days";
  const fix = `the plan makes it so, with ${defaults.logRetentionDays} days, unless cluster.logRetentionDays says otherwise`;
  const address = group?.address ?? `${eksModule}.aws_cloudwatch_log_group.this[0]`;
  return { value: {}, findings: [{ address, what, fix }] };
}

const addonSchema = z.object({
  addon_name: z.string(),
  configuration_values: z.string().nullish(),
  service_account_role_arn: z.string().nullish(),
});

/** As the configuration writes them, by name; the EBS CSI driver may be left out. */
const publishedAddons = new Map(Object.entries(clusterAddons({ ebsCsi: true, systemPods: "fargate" })));
const ebsCsi = "aws-ebs-csi-driver";

function readAddons(objects: readonly StateObject[]): ParseResult<Pick<Cluster, "ebsCsi">> {
  const there = select(objects, { module: eksModule, type: "aws_eks_addon" }, addonSchema);
  const names = there.map(({ read }) => read.addon_name);
  const missing = [...publishedAddons.keys()].filter((name) => !names.includes(name));
  return {
    value: missing.includes(ebsCsi) ? { ebsCsi: false } : {},
    findings: [
      ...there.flatMap(addonFindings),
      ...missing
        .filter((name) => name !== ebsCsi)
        .map((name) => ({
          address: `${eksModule}.aws_eks_addon.this[${JSON.stringify(name)}]`,
          what: `the EKS add-on ${name} is not in the state`,
          fix: "the plan adds it, over what EKS itself installed of it",
        })),
    ],
  };
}

function addonFindings({ address, read }: ReadObject<z.output<typeof addonSchema>>): readonly StateFinding[] {
  const { addon_name: name, configuration_values: values, service_account_role_arn: role } = read;
  const published = publishedAddons.get(name);
  if (published === undefined) {
    const what = `the configuration has no EKS add-on ${name}`;
    return [{ address, what, fix: `the plan removes it; \`terraform state rm '${address}'\` keeps it` }];
  }
  const settings = sameSettings(values, published.configuration_values);
  return [
    ...(settings
      ? []
      : [{ address, what: "its settings are not the published ones", fix: "the plan sets those" }]),
    ...((role ?? "") === ""
      ? []
      : [{ address, what: "it has an IAM role of its own", fix: "the plan takes it away" }]),
  ];
}

/** Whatever the order of its keys; AWS says `""` where there are none. */
function sameSettings(actual: string | null | undefined, published = "{}"): boolean {
  const given = actual === "" ? undefined : actual;
  return isDeepStrictEqual(parseJson(given ?? "{}"), parseJson(published));
}
