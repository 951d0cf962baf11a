/**
 * Whether all that a project called at the emulated AWS is in the policies that its configuration asks for: a life
 * that needs more than `glrunner policy` prints fails. Actions only; what a resource is, no call tells.
 */
import type { Config } from "../../src/config";
import type { Emulator } from "../../src/emulator";
import type { AwsCall } from "../../src/emulator/aws/gateway";
import { deployerPolicies } from "../../src/check/policy";

/**
 * Calls whose action has another name in IAM; undefined needs no right.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys" of S3 and STS (2026-11).
 */
const otherNames = new Map<string, string | undefined>([
  ["s3:HeadBucket", "s3:ListBucket"],
  ["s3:HeadObject", "s3:GetObject"],
  ["s3:ListObjects", "s3:ListBucket"],
  ["s3:GetBucketAccelerate", "s3:GetAccelerateConfiguration"],
  ["s3:GetBucketEncryption", "s3:GetEncryptionConfiguration"],
  ["s3:GetBucketLifecycle", "s3:GetLifecycleConfiguration"],
  ["s3:GetBucketObject-lock", "s3:GetBucketObjectLockConfiguration"],
  ["s3:GetBucketReplication", "s3:GetReplicationConfiguration"],
  ["s3:PutBucketEncryption", "s3:PutEncryptionConfiguration"],
  ["s3:PutBucketLifecycle", "s3:PutLifecycleConfiguration"],
  ["s3:DeleteBucketEncryption", "s3:PutEncryptionConfiguration"],
  ["s3:DeleteBucketLifecycle", "s3:PutLifecycleConfiguration"],
  ["sts:GetCallerIdentity", undefined],
]);

/** Services that sign with another name than IAM's. Source: ditto, of CloudWatch; botocore, `signingName`. */
const signedAs = new Map([["monitoring", "cloudwatch"]]);

export function actionOf({ service, operation }: Pick<AwsCall, "service" | "operation">): string | undefined {
  const named = `${signedAs.get(service) ?? service}:${operation}`;
  return otherNames.has(named) ? otherNames.get(named) : named;
}

/** `*` stands for any characters, as in IAM, and case says nothing. */
function matchesAction(pattern: string, action: string): boolean {
  const literal = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`, "i").test(action);
}

/** Actions that no policy of any of the configurations has, each once. */
export function actionsOutsidePolicies(
  calls: readonly Pick<AwsCall, "service" | "operation">[],
  configs: readonly Config[],
): readonly string[] {
  const allowed = configs
    .flatMap((config) => Object.values(deployerPolicies(config)))
    .flatMap(({ Statement }) => Statement.flatMap(({ Action }) => Action));
  const called = new Set(calls.flatMap((call) => actionOf(call) ?? []));
  return [...called].filter((action) => !allowed.some((pattern) => matchesAction(pattern, action))).sort();
}

interface Deployer {
  readonly configs: Config[];
  /** Calls before it were of whoever prepared the account. */
  readonly from: number;
}
interface Called {
  readonly aws: Pick<Emulator["aws"], "calls">;
}
const deployers = new WeakMap<Called, Deployer>();

export function rememberDeployer(emulator: Called, config: Config): void {
  const known = deployers.get(emulator);
  if (known === undefined) deployers.set(emulator, { configs: [config], from: emulator.aws.calls.length });
  else known.configs.push(config);
}

/** Nothing, where no project was deployed. */
export function actionsOutsideOwnPolicies(emulator: Called): readonly string[] {
  const deployer = deployers.get(emulator);
  if (deployer === undefined) return [];
  return actionsOutsidePolicies(emulator.aws.calls.slice(deployer.from), deployer.configs);
}
