/**
 * What becomes open by a plan: to networks, or to people and programs. What was as open before is no news, so that
 * each finding is one that the plan brings.
 */
import { pathText, type Path } from "../../config/paths";
import { broadPolicies, kubernetesAdmins } from "../tables/iam";
import { valueAtPath, isList, isObject, valueAt, type Json } from "../diff";
import { openPermissions } from "./policies";
import type { RiskFinding, RiskFinder } from "./risk";

interface Opening {
  readonly text: string;
  readonly path: string;
}

interface Side {
  readonly type: string;
  readonly value: Json;
  readonly unknown: Json;
}

const items = (value: Json): readonly Json[] => (isList(value) ? value : []);

/** IPv4 and IPv6. */
const wholeInternet: readonly Json[] = ["0.0.0.0/0", "::/0"];
const isOpen = (blocks: Json): boolean => items(blocks).some((block) => wholeInternet.includes(block));

function publicEndpoint({ value, unknown }: Side): readonly Opening[] {
  return items(valueAt(value, "vpc_config")).flatMap((settings, at) => {
    const blocks = valueAt(settings, "public_access_cidrs");
    const isUnknown = [
      valueAt(unknown, "vpc_config"),
      valueAtPath(unknown, "vpc_config", at, "public_access_cidrs"),
    ];
    // Who names no networks gets all of them.
    const open = isOpen(blocks) || items(blocks).length === 0 || isUnknown.includes(true);
    if (valueAt(settings, "endpoint_public_access") === false || !open) return [];
    const path = `vpc_config[${at}].public_access_cidrs`;
    return [
      {
        path,
        text: "the Kubernetes API answers the whole internet (0.0.0.0/0); who may use it is IAM's to say",
      },
    ];
  });
}

function ports(rule: Json): string {
  const [from, to] = [valueAt(rule, "from_port"), valueAt(rule, "to_port")];
  const protocol = valueAt(rule, "protocol") ?? valueAt(rule, "ip_protocol");
  if (protocol === "-1" || protocol === -1) return "every port";
  if (typeof from !== "number" || typeof to !== "number") return "some ports";
  return from === to ? `port ${from}` : `ports ${from} to ${to}`;
}

function ingress(rule: Json, path: string): readonly Opening[] {
  const one = [valueAt(rule, "cidr_ipv4"), valueAt(rule, "cidr_ipv6")];
  const open = [valueAt(rule, "cidr_blocks"), valueAt(rule, "ipv6_cidr_blocks"), one].some(isOpen);
  return open ? [{ path, text: `lets the whole internet in, on ${ports(rule)}` }] : [];
}

const securityGroup = ({ value }: Side) =>
  items(valueAt(value, "ingress")).flatMap((rule, at) => ingress(rule, `ingress[${at}]`));

const clusterAdmin = ({ value }: Side): readonly Opening[] =>
  valueAtPath(value, "role_ref", 0, "name") === kubernetesAdmins.role
    ? [{ path: "role_ref[0].name", text: `may do everything in the cluster (${kubernetesAdmins.role})` }]
    : [];

/** By type of resource. */
const openingsByType: ReadonlyMap<string, (side: Side) => readonly Opening[]> = new Map([
  ["aws_eks_cluster", publicEndpoint],
  ["aws_security_group", securityGroup],
  ["aws_default_security_group", securityGroup],
  [
    "aws_security_group_rule",
    ({ value }: Side) => (valueAt(value, "type") === "ingress" ? ingress(value, "cidr_blocks") : []),
  ],
  ["aws_vpc_security_group_ingress_rule", ({ value }: Side) => ingress(value, "cidr_ipv4")],
  ["kubernetes_cluster_role_binding", clusterAdmin],
  ["kubernetes_cluster_role_binding_v1", clusterAdmin],
]);

/** Of any string, wherever it stands. */
function inText(text: string, path: Path): readonly Opening[] {
  const broad = [...broadPolicies].filter(([end]) => text.startsWith("arn:") && text.endsWith(`:${end}`));
  const admins = text.includes(kubernetesAdmins.group)
    ? [`somebody may do everything in the cluster (${kubernetesAdmins.group})`]
    : [];
  const found = [
    ...openPermissions(text),
    ...admins,
    ...broad.map(([end, may]) => `${may} (${end.replace(/^.*\//, "")})`),
  ];
  return found.map((each) => ({ text: each, path: pathText(path) }));
}

function inTexts(value: Json, path: Path = []): readonly Opening[] {
  if (typeof value === "string") return inText(value, path);
  if (isList(value)) return value.flatMap((each, at) => inTexts(each, [...path, at]));
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap((key) => inTexts(valueAt(value, key), [...path, key]));
}

function openingsOf(side: Side): readonly Opening[] {
  if (side.value === null) return [];
  return [...(openingsByType.get(side.type)?.(side) ?? []), ...inTexts(side.value)];
}

const policyAttributes = ["policy", "assume_role_policy"] as const;

/** What could not be looked at. */
function unsearchedPolicies({ type, unknown }: Side): readonly RiskFinding[] {
  if (!/^aws_(?:iam_|kms_key|(?:sqs_queue|s3_bucket)_policy)/.test(type)) return [];
  return policyAttributes
    .filter((attribute) => valueAt(unknown, attribute) === true)
    .map((path) => ({
      kind: "other",
      path,
      text: "is known only after apply: it was not searched for what it allows",
    }));
}

export const exposureRisks: RiskFinder = ({ resource: { mode, type, change }, action }) => {
  if (mode !== "managed" || action === "no-op" || action === "delete" || action === "forget") return [];
  const before = openingsOf({ type, value: change.before, unknown: false });
  const after: Side = { type, value: change.after, unknown: change.after_unknown };
  const news = openingsOf(after).filter(({ text }) => !before.some((old) => old.text === text));
  return [...news.map((each) => ({ kind: "exposure", ...each }) as const), ...unsearchedPolicies(after)];
};
