import { expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { parseOptions } from "../arbitraries";

const account = "111122223333";
const given = (list: "roles" | "users", arn: string) =>
  parseConfig(
    {
      ...{ name: "sso", region: "eu-west-1" },
      cluster: { access: { [list]: [{ arn, username: "u", groups: ["system:masters"] }] } },
    },
    parseOptions,
  );

it("removes the path of a role, which the authenticator does not compare", () => {
  const name = "AWSReservedSSO_Admins_0123456789abcdef";
  const parsed = given(
    "roles",
    `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/eu-west-1/${name}`,
  );
  expect(parsed.ok && parsed.config.cluster.access.roles.map(({ arn }) => arn)).toEqual([
    `arn:aws:iam::${account}:role/${name}`,
  ]);
});

it.each([
  ["roles", `arn:aws:sts::${account}:assumed-role/Admins/alice`, `arn:aws:iam::${account}:role/Admins`],
  ["users", `arn:aws:sts::${account}:assumed-role/Admins/alice`, `arn:aws:iam::${account}:role/Admins`],
  ["roles", `arn:aws:iam::${account}:user/bob`, "cluster.access.users"],
  ["users", `arn:aws:iam::${account}:role/bob`, "cluster.access.roles"],
  ["roles", `arn:aws:s3:::bucket/role`, "arn:aws:iam::ACCOUNT:role/NAME"],
] as const)("refuses under %s the ARN %s and names the right form", (list, arn, right) => {
  const parsed = given(list, arn);
  const problems = parsed.ok ? [] : parsed.problems;
  expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
    `access-arn cluster.access.${list}[0].arn`,
  ]);
  expect(problems[0]?.fix).toContain(right);
});

it.each([
  ["roles", `arn:aws-us-gov:iam::${account}:role/ci`],
  ["users", `arn:aws:iam::${account}:user/people/bob`],
] as const)("accepts under %s the ARN %s", (list, arn) => {
  const parsed = given(list, arn);
  expect(parsed.ok && parsed.config.cluster.access[list].map((entry) => entry.arn)).toEqual([arn]);
});
