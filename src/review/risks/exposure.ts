/**
 * Finds access that a plan opens, to networks or to identities. It compares the openings before and after the change
 * and reports only the new ones.
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
    // EKS allows all networks when the list is empty.
    const open = isOpen(blocks) || items(blocks).length === 0 || isUnknown.includes(true);
    if (valueAt(settings, "endpoint_public_access") === false || !open) return [];
    const path = `vpc_config[${at}].public_access_cidrs`;
    return [
      {
        path,
        text: "opens the Kubernetes API endpoint to the whole internet (0.0.0.0/0); IAM still controls who can use it",
      },
    ];
  });
}

function ports(rule: Json): string {
  const [from, to] = [valueAt(rule, "from_port"), valueAt(rule, "to_port")];
  const protocol = valueAt(rule, "protocol") ?? valueAt(rule, "ip_protocol");
  if (protocol === "-1" || protocol === -1) return "every port";
  if (typeof from !== "number" || typeof to !== "number") return "ports not known yet";
  return from === to ? `port ${from}` : `ports ${from} to ${to}`;
}

function ingress(rule: Json, path: string): readonly Opening[] {
  const single = [valueAt(rule, "cidr_ipv4"), valueAt(rule, "cidr_ipv6")];
  const open = [valueAt(rule, "cidr_blocks"), valueAt(rule, "ipv6_cidr_blocks"), single].some(isOpen);
  return open ? [{ path, text: `allows traffic from the whole internet on ${ports(rule)}` }] : [];
}

const securityGroup = ({ value }: Side) =>
  items(valueAt(value, "ingress")).flatMap((rule, at) => ingress(rule, `ingress[${at}]`));

const clusterAdmin = ({ value }: Side): readonly Opening[] =>
  valueAtPath(value, "role_ref", 0, "name") === kubernetesAdmins.role
    ? [{ path: "role_ref[0].name", text: `grants every action in the cluster (${kubernetesAdmins.role})` }]
    : [];

/** Checks that need the meaning of an attribute, by Terraform resource type. */
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

/** Checks that apply to any string of a resource. */
function inText(text: string, path: Path): readonly Opening[] {
  const broad = [...broadPolicies].filter(([end]) => text.startsWith("arn:") && text.endsWith(`:${end}`));
  const admins = text.includes(kubernetesAdmins.group)
    ? [`grants every action in the cluster (${kubernetesAdmins.group})`]
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

/** Policies that are known only after apply and so were not checked. */
function uncheckedPolicies({ type, unknown }: Side): readonly RiskFinding[] {
  if (!/^aws_(?:iam_|kms_key|(?:sqs_queue|s3_bucket)_policy)/.test(type)) return [];
  return policyAttributes
    .filter((attribute) => valueAt(unknown, attribute) === true)
    .map((path) => ({
      kind: "other",
      path,
      text: "is known only after apply, so the review did not check what it allows",
    }));
}

/** Reports access that the change opens, and policies that could not be checked. */
export const exposureRisks: RiskFinder = ({ resource: { mode, type, change }, action }) => {
  if (mode !== "managed" || action === "no-op" || action === "delete" || action === "forget") return [];
  const before = openingsOf({ type, value: change.before, unknown: false });
  const after: Side = { type, value: change.after, unknown: change.after_unknown };
  const added = openingsOf(after).filter(({ text }) => !before.some((old) => old.text === text));
  return [...added.map((each) => ({ kind: "exposure", ...each }) as const), ...uncheckedPolicies(after)];
};
