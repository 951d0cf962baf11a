/** Checks whether the fixed names that a deployment needs are free in the account. */
import type { Config } from "../../config";
import {
  isAwsCallFailure,
  orMissing,
  type AwsResult,
  type AwsContext,
  type AwsCallFailure,
} from "../../clients/aws/aws-client";
import type { Caller } from "./credentials";
import { findingsOf, type Finding } from "../finding";
import { fixedNames, type FixedName, type NamedKind } from "./fixed-names";
import { resourceExists, policyArn } from "./resource-exists";
import type { Deployed } from "../options";

const finding = findingsOf("account");

interface NamesQuestion {
  readonly config: Config;
  readonly aws: AwsContext | AwsCallFailure;
  readonly caller: Caller | AwsCallFailure;
  readonly deployed: Deployed;
}

/** One finding for each name that exists, and one for the number of free names. */
export async function nameFindings({
  config,
  aws,
  caller,
  deployed,
}: NamesQuestion): Promise<readonly Finding[]> {
  const names = fixedNames(config);
  const failure = [aws, caller].find((each): each is AwsCallFailure => "reason" in each);
  if (isAwsCallFailure(aws) || "reason" in caller) {
    return [finding("unknown", "names", `names that may already exist: ${failure?.reason ?? ""}`)];
  }
  const found = await Promise.all(
    names.map(async (name) => ({ name, existing: orMissing(await resourceExists(name, aws, caller)) })),
  );
  const taken = found.flatMap(({ name, existing }) =>
    nameFinding(name, existing, { config, caller, deployed }),
  );
  const free = found.filter(({ existing }) => existing.ok && existing.value === undefined).length;
  return [
    ...taken,
    ...(free === 0 ? [] : [finding("ok", "names", `${free} of ${names.length} fixed names are free`)]),
  ];
}

/** `glrunner sweep` deletes log groups and queues. Everything else is deleted with the AWS CLI. */
const removal: Readonly<Record<Exclude<NamedKind, "cluster">, (name: string, caller: Caller) => string>> = {
  "log group": () => "glrunner sweep",
  queue: () => "glrunner sweep",
  "KMS alias": (name) => `aws kms delete-alias --alias-name ${name}`,
  role: (name) => `aws iam delete-role --role-name ${name}`,
  policy: (name, caller) => `aws iam delete-policy --policy-arn ${policyArn(name, caller)}`,
};

/** An adopted cluster (version set `tutorial`) keeps its name: under another, the first plan builds a second cluster. */
function fixOf({ kind, name }: FixedName, caller: Caller, { versions }: Config): string {
  const adopted = versions.set === "tutorial";
  const another = adopted
    ? "otherwise set state to the place of the state that holds it"
    : "otherwise choose another name and another place for the state";
  if (kind !== "cluster") {
    const command = removal[kind](name, caller);
    return `if an earlier cluster of this name left it behind, run \`${command}\`; ${another}`;
  }
  return adopted
    ? "set state to the place of this cluster's state; `glrunner init --from-state` reads it"
    : "to work on that cluster, set state to the place of its state; for a new one, choose another name and another place for the state; to adopt a cluster that was built by hand, set versions.set: tutorial";
}

function nameFinding(
  fixed: FixedName,
  existing: AwsResult<true | undefined>,
  question: { readonly config: Config; readonly caller: Caller; readonly deployed: Deployed },
): readonly Finding[] {
  const { kind, name } = fixed;
  const id = `name.${kind.replace(" ", "-").toLowerCase()}.${name}` as const;
  if (!existing.ok) return [finding("unknown", id, `${kind} ${name}: ${existing.failure.reason}`)];
  if (existing.value === undefined) return [];
  switch (question.deployed) {
    case true:
      return [finding("ok", id, `${kind} ${name} exists and belongs to this cluster`)];
    case false:
      return [
        finding("error", id, `${kind} ${name} already exists, but is not in the state`, {
          fix: fixOf(fixed, question.caller, question.config),
        }),
      ];
    case undefined:
      return [
        finding(
          "unknown",
          id,
          `${kind} ${name} already exists, and the state that may contain it could not be read`,
          {
            fix: "make the state readable, then run `glrunner check` again",
          },
        ),
      ];
  }
}
