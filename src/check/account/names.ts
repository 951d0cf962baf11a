/** What the configuration creates under a fixed name: whether something of that name is there already. */
import type { Config } from "../../config";
import {
  isFailure,
  orMissing,
  type Answer,
  type AwsQuestion,
  type Failure,
} from "../../clients/aws/aws-client";
import type { Caller } from "./credentials";
import { findingsOf, type Finding } from "../finding";
import { fixedNames, type FixedName, type NamedKind } from "./fixed-names";
import { resourceExists, policyArn } from "./resource-exists";
import type { Deployed } from "../options";

const finding = findingsOf("account");

interface NamesQuestion {
  readonly config: Config;
  readonly aws: AwsQuestion | Failure;
  readonly caller: Caller | Failure;
  readonly deployed: Deployed;
}

export async function nameFindings({
  config,
  aws,
  caller,
  deployed,
}: NamesQuestion): Promise<readonly Finding[]> {
  const names = fixedNames(config);
  const failure = [aws, caller].find((each): each is Failure => "reason" in each);
  if (isFailure(aws) || "reason" in caller) {
    return [finding("unknown", "names", `names that exist already: ${failure?.reason ?? ""}`)];
  }
  const found = await Promise.all(
    names.map(async (name) => ({ name, there: orMissing(await resourceExists(name, aws, caller)) })),
  );
  const told = found.flatMap(({ name, there }) => one(name, there, { caller, deployed }));
  const free = found.filter(({ there }) => there.ok && there.value === undefined).length;
  return [
    ...told,
    ...(free === 0 ? [] : [finding("ok", "names", `${free} of ${names.length} fixed names are free`)]),
  ];
}

/** Of what `glrunner sweep` takes away, and of what AWS's own command has to. */
const swept =
  "if it is left from an earlier cluster of this name, remove it with `glrunner sweep`; else choose another name";
const byHand = (command: string) =>
  `if it is left from an earlier cluster of this name, remove it with \`aws ${command}\`; else choose another name`;

const fixes: Readonly<Record<NamedKind, (name: string, caller: Caller) => string>> = {
  cluster: () =>
    "choose another name, or point state at the state of that cluster; one that was built by hand is adopted with version set tutorial",
  "log group": () => swept,
  queue: () => swept,
  "KMS alias": (name) => byHand(`kms delete-alias --alias-name ${name}`),
  role: (name) => byHand(`iam delete-role --role-name ${name}`),
  policy: (name, caller) => byHand(`iam delete-policy --policy-arn ${policyArn(name, caller)}`),
};

function one(
  { kind, name }: FixedName,
  there: Answer<true | undefined>,
  asked: { readonly caller: Caller; readonly deployed: Deployed },
): readonly Finding[] {
  const id = `name.${kind.replace(" ", "-").toLowerCase()}.${name}`;
  if (!there.ok) return [finding("unknown", id, `${kind} ${name}: ${there.failure.reason}`)];
  if (there.value === undefined) return [];
  switch (asked.deployed) {
    case true:
      return [finding("ok", id, `${kind} ${name} is there, and ours`)];
    case false:
      return [
        finding("error", id, `${kind} ${name} exists, and is not in the state`, {
          fix: fixes[kind](name, asked.caller),
        }),
      ];
    case undefined:
      return [
        finding("unknown", id, `${kind} ${name} exists, and the state that it may be of could not be read`, {
          fix: "mend what keeps Terraform from the state, then check again",
        }),
      ];
  }
}
