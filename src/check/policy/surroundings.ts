/** Interruption warnings, quotas, runner tokens and the state: resources of a configuration outside its cluster. */
import type { Config } from "../../config";
import { createdBuckets } from "../../config/resolve/cache-buckets";
import { eventRulePrefixes, interruptionQueues } from "../../config/resource-names";
import { allow, type Statement } from "./document";
import { inRegion } from "./network";
import { accountPlaceholder, arnsOf } from "./arns";

export function surroundingStatements(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const { name, versions } = config;
  return [
    allow("Look", ["look at queues and rules", "quotas"], ["*"], inRegion(config)),
    allow(
      "ReadQueues",
      ["read queues"],
      interruptionQueues(name).map((queue) => regional("sqs", `${queue}*`)),
    ),
    allow(
      "Queue",
      ["queue"],
      interruptionQueues(name).map((queue) => regional("sqs", queue)),
    ),
    allow(
      "Rules",
      ["rules"],
      eventRulePrefixes.map((start) => regional("events", `rule/${start}*`)),
    ),
    ...(versions.set === "tutorial" ? [allow("PublicImages", ["public images"], ["*"])] : []),
    ...caches(config),
    ...tokens(config),
    ...state(config),
  ];
}

/** Buckets that glrunner creates. Objects only where a destroy may delete them. */
function caches(config: Config): readonly Statement[] {
  const { partition } = arnsOf(config);
  const buckets = createdBuckets(config);
  const arns = (of: typeof buckets) => of.map(({ name }) => `arn:${partition}:s3:::${name}`);
  const emptied = arns(buckets.filter(({ deleteObjects }) => deleteObjects));
  return [
    ...(buckets.length > 0 ? [allow("CacheBuckets", ["cache bucket"], arns(buckets))] : []),
    ...(emptied.length > 0
      ? [
          allow(
            "CacheObjects",
            ["cache objects"],
            emptied.map((arn) => `${arn}/*`),
          ),
        ]
      : []),
  ];
}

/** AWS ends a secret's ARN with six random characters, which one that is yet to be made does not have. */
function tokens(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const named = (start: string) => [
    ...new Set(
      config.runners.flatMap(({ token }) => (token.startsWith(start) ? [token.slice(start.length)] : [])),
    ),
  ];
  const parameters = named("ssm:").map((path) => regional("ssm", `parameter${path}`));
  const secrets = named("secretsmanager:")
    .flatMap((secret) => [secret, `${secret}-??????`])
    .map((secret) => regional("secretsmanager", `secret:${secret}`));
  return [
    ...(parameters.length > 0 ? [allow("Parameters", ["parameters"], parameters)] : []),
    ...(secrets.length > 0 ? [allow("Secrets", ["secrets"], secrets)] : []),
  ];
}

/** Source: Terraform documentation, backend `s3`, "S3 Bucket Permissions" and "State Locking" (2026-11). */
function state(config: Config): readonly Statement[] {
  const { state: kept } = config;
  if (kept.backend !== "s3") return [];
  const { partition } = arnsOf(config);
  const bucket = `arn:${partition}:s3:::${kept.bucket}`;
  return [
    allow("StateBucket", ["state bucket"], [bucket]),
    allow("State", ["state objects"], [`${bucket}/${kept.prefix}/*`]),
    ...(kept.kmsKeyId === undefined ? [] : [stateKey(kept.kmsKeyId, kept.region, partition)]),
  ];
}

/** Given by its ARN, its id or an alias; IAM knows keys by aliases only in a condition. */
function stateKey(given: string, region: string, partition: string): Statement {
  const start = `arn:${partition}:kms:${region}:${accountPlaceholder}:`;
  const [, alias] = /(?:^|:)(alias\/.+)$/.exec(given) ?? [];
  if (alias !== undefined) {
    return allow("StateKey", ["state key"], [`${start}key/*`], {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias },
    });
  }
  return allow("StateKey", ["state key"], [given.startsWith("arn:") ? given : `${start}key/${given}`]);
}
