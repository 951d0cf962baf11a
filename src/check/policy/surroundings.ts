/** Permissions for resources outside the cluster: interruption queue, quotas, cache buckets, runner tokens and the state. */
import type { Config } from "../../config";
import { createdBuckets } from "../../config/resolve/cache-buckets";
import { eventRulePrefixes, interruptionQueues } from "../../config/resource-names";
import { allow, type Statement } from "./document";
import { inRegion } from "./network";
import { accountPlaceholder, arnsOf } from "./arns";

/** Statements about these resources. */
export function surroundingStatements(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const { name, versions } = config;
  return [
    allow("List", ["list queues and rules", "quotas"], ["*"], inRegion(config)),
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
      eventRulePrefixes.map((prefix) => regional("events", `rule/${prefix}*`)),
    ),
    ...(versions.set === "tutorial" ? [allow("PublicImages", ["public images"], ["*"])] : []),
    ...caches(config),
    ...tokens(config),
    ...state(config),
  ];
}

/** Buckets that glrunner creates, and their objects if a destroy may delete them. */
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

/** The ARN of a secret ends with six random characters, which are unknown before the secret is created. */
function tokens(config: Config): readonly Statement[] {
  const { regional } = arnsOf(config);
  const tokensIn = (prefix: string) => [
    ...new Set(
      config.runners.flatMap(({ token }) => (token.startsWith(prefix) ? [token.slice(prefix.length)] : [])),
    ),
  ];
  const parameters = tokensIn("ssm:").map((path) => regional("ssm", `parameter${path}`));
  const secrets = tokensIn("secretsmanager:")
    .flatMap((secret) => [secret, `${secret}-??????`])
    .map((secret) => regional("secretsmanager", `secret:${secret}`));
  return [
    ...(parameters.length > 0 ? [allow("Parameters", ["parameters"], parameters)] : []),
    ...(secrets.length > 0 ? [allow("Secrets", ["secrets"], secrets)] : []),
  ];
}

/** Source: Terraform documentation, backend `s3`, "S3 Bucket Permissions" and "State Locking" (2026-11). */
function state(config: Config): readonly Statement[] {
  const { state: place } = config;
  if (place.backend !== "s3") return [];
  const { partition } = arnsOf(config);
  const bucket = `arn:${partition}:s3:::${place.bucket}`;
  return [
    allow("StateBucket", ["state bucket"], [bucket]),
    allow("State", ["state objects"], [`${bucket}/${place.prefix}/*`]),
    ...(place.kmsKeyId === undefined ? [] : [stateKey(place.kmsKeyId, place.region, partition)]),
  ];
}

/** The key that encrypts the state. IAM can limit an action to the alias of a key only with a condition. @param key ARN, id or alias */
function stateKey(key: string, region: string, partition: string): Statement {
  const start = `arn:${partition}:kms:${region}:${accountPlaceholder}:`;
  const [, alias] = /(?:^|:)(alias\/.+)$/.exec(key) ?? [];
  if (alias !== undefined) {
    return allow("StateKey", ["state key"], [`${start}key/*`], {
      "ForAnyValue:StringEquals": { "kms:ResourceAliases": alias },
    });
  }
  return allow("StateKey", ["state key"], [key.startsWith("arn:") ? key : `${start}key/${key}`]);
}
