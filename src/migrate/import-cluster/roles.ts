/**
 * Reads the permissions boundary and the path of the IAM roles. The role of the control plane decides, because a change of
 * its path would replace the cluster. Every role that differs is reported.
 */
import * as z from "zod";
import type { ConfigInput } from "../../config";
import { eksModule } from "./cluster";
import { select, type StateObject } from "./objects";
import type { ParseResult, StateFinding } from "./parse-result";

type Iam = NonNullable<ConfigInput["iam"]>;

/** The modules whose roles get the settings of a configuration. */
const modules = /^module\.(eks|karpenter|eks_blueprints_kubernetes_addons)(\.|$)/;

const roleSchema = z.object({
  path: z.string().default("/"),
  permissions_boundary: z
    .string()
    .nullish()
    .transform((given) => given ?? ""),
});
type Role = z.output<typeof roleSchema>;

export function readRoles(objects: readonly StateObject[]): ParseResult<Iam> {
  const roles = select(objects, { module: modules, type: "aws_iam_role" }, roleSchema);
  const decisive = (roles.find(({ module }) => module === eksModule) ?? roles[0])?.read;
  if (decisive === undefined) return { value: {}, findings: [] };
  const { path, permissions_boundary: boundary } = decisive;
  return {
    value: {
      ...(boundary !== "" && { permissionsBoundary: boundary }),
      ...(path !== "/" && { rolePath: path }),
    },
    findings: [
      ...roles.flatMap(({ address, read }) => deviations(address, read, decisive)),
      ...(path === "/" ? [] : authFindings(objects)),
    ],
  };
}

function deviations(address: string, role: Role, wanted: Role): readonly StateFinding[] {
  const named = ({ permissions_boundary: arn }: Role) =>
    arn === "" ? "no permissions boundary" : `the permissions boundary ${arn}`;
  const boundary = {
    address,
    what: `the role has ${named(role)}, and the configuration gives every role ${named(wanted)}`,
    fix: "the plan changes it in place: review whether the boundary allows the actions of the role",
  };
  const path = {
    address,
    what: `the role has the path ${role.path}, and the configuration gives every role the path ${wanted.path}`,
    fix: "the plan replaces the role and the resources that use it: review the plan",
  };
  return [
    ...(role.permissions_boundary === wanted.permissions_boundary ? [] : [boundary]),
    ...(role.path === wanted.path ? [] : [path]),
  ];
}

/** With a path, the configuration writes aws-auth itself: the eks module would write ARNs that match no role. */
function authFindings(objects: readonly StateObject[]): readonly StateFinding[] {
  return objects
    .filter(({ module, type }) => module === eksModule && type === "kubernetes_config_map_v1_data")
    .map(({ address }) => ({
      address,
      what: "the roles have a path, so that the configuration writes aws-auth outside of the eks module",
      fix: `run \`terraform state mv '${address}' kubernetes_config_map_v1_data.aws_auth\` before the plan; otherwise the plan removes the entries of the ConfigMap`,
    }));
}
