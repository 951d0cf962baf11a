/** Reads who may use the cluster: the entries of `aws-auth`, without the roles that the eks module adds. */
import { parse } from "yaml";
import * as z from "zod";
import type { ConfigInput } from "../../config";
import { eksModule } from "./cluster";
import type { ParseResult, StateFinding } from "./parse-result";
import { select, type StateObject } from "./objects";

type Access = NonNullable<NonNullable<ConfigInput["cluster"]>["access"]>;

const configMapSchema = z.object({
  data: z.object({
    mapRoles: z.string().default("[]"),
    mapUsers: z.string().default("[]"),
    mapAccounts: z.string().default("[]"),
  }),
});
const entry = { username: z.string(), groups: z.array(z.string()) };
const roles = z.array(z.object({ rolearn: z.string(), ...entry }));
const users = z.array(z.object({ userarn: z.string(), ...entry }));
/** YAML reads an unquoted account id as a number and drops its leading zeros. */
const accounts = z.array(z.union([z.string(), z.number()]).transform((id) => String(id).padStart(12, "0")));

export function readAccess(objects: readonly StateObject[]): ParseResult<Access> {
  const map = { type: "kubernetes_config_map_v1_data", name: "aws_auth" };
  // It belongs to the eks module, or to the root module if the roles have a path.
  const [found] = [eksModule, ""].flatMap((module) => select(objects, { ...map, module }, configMapSchema));
  if (found === undefined) {
    const address = `${eksModule}.${map.type}.${map.name}[0]`;
    return { value: {}, findings: [missing(address)] };
  }
  const { mapRoles, mapUsers, mapAccounts } = found.read.data;
  const read = { roles: listIn(mapRoles, roles), users: listIn(mapUsers, users) };
  const own = roleArns(objects);
  const others = read.roles?.filter(({ rolearn }) => !own.has(withoutPath(rolearn))) ?? [];
  const ids = listIn(mapAccounts, accounts);
  const unread = Object.entries({ mapRoles: read.roles, mapUsers: read.users, mapAccounts: ids });
  return {
    value: {
      ...(others.length > 0 && {
        roles: others.map(({ rolearn: arn, username, groups }) => ({ arn, username, groups })),
      }),
      ...(read.users !== undefined &&
        read.users.length > 0 && {
          users: read.users.map(({ userarn: arn, username, groups }) => ({ arn, username, groups })),
        }),
      ...(ids !== undefined && ids.length > 0 && { accounts: ids }),
    },
    findings: unread
      .filter(([, list]) => list === undefined)
      .map(([key]) => ({
        address: found.address,
        what: `${key} has an unexpected form`,
        fix: "add its entries under cluster.access: the plan replaces the whole list",
      })),
  };
}

const missing = (address: string): StateFinding => ({
  address,
  what: "the state does not contain aws-auth",
  fix: "add the users and roles of the cluster under cluster.access: the plan replaces the ConfigMap",
});

function listIn<T>(text: string, list: z.ZodType<T>): T | undefined {
  try {
    return list.safeParse(parse(text, { logLevel: "silent" })).data;
  } catch {
    return undefined;
  }
}

/** ARNs of all roles in the state: nodes and Fargate pods use some of them. */
function roleArns(objects: readonly StateObject[]): ReadonlySet<string> {
  const found = select(objects, { module: /^/, type: "aws_iam_role" }, z.object({ arn: z.string() }));
  return new Set(found.map(({ read }) => withoutPath(read.arn)));
}

/** The cluster compares roles without their path. */
function withoutPath(arn: string): string {
  return arn.replace(/:role\/.*\//, ":role/");
}
