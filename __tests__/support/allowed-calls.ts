/**
 * Compares the AWS calls that a deployment made on the emulator with the policies that `glrunner policy` prints for its
 * configuration. A test fails if the deployment needs an action that the policies do not allow. Only actions are compared,
 * because the recorded calls do not contain resource ARNs.
 */
import type { Config } from "../../src/config";
import type { Emulator } from "../../src/emulator";
import type { AwsCall } from "../../src/emulator/aws/gateway";
import { deployerPolicies } from "../../src/check/policy";

/**
 * API calls whose IAM action has another name. Undefined means that the call needs no permission.
 * Source: Service Authorization Reference, "Actions, resources, and condition keys" of S3 and STS (2026-11).
 */
const iamActions = new Map<string, string | undefined>([
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

/**
 * Signing names of services whose IAM prefix differs.
 * Source: Service Authorization Reference, CloudWatch; botocore, `signingName` (2026-11).
 */
const iamPrefixes = new Map([["monitoring", "cloudwatch"]]);

/** Returns the IAM action of a call, or undefined if the call needs no permission. */
export function actionOf({ service, operation }: Pick<AwsCall, "service" | "operation">): string | undefined {
  const action = `${iamPrefixes.get(service) ?? service}:${operation}`;
  return iamActions.has(action) ? iamActions.get(action) : action;
}

/** As in IAM, `*` matches any characters, and case is ignored. */
function matchesAction(pattern: string, action: string): boolean {
  const literal = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`, "i").test(action);
}

/** Returns the called actions that the policies of none of the configurations allow, sorted and without duplicates. */
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
  /** Index of the first call of the deployment. Earlier calls prepared the account. */
  readonly from: number;
}
interface RecordedCalls {
  readonly aws: Pick<Emulator["aws"], "calls">;
}
const deployers = new WeakMap<RecordedCalls, Deployer>();

/** Records that a project with this configuration is deployed to the emulator from now on. */
export function rememberDeployer(emulator: RecordedCalls, config: Config): void {
  const known = deployers.get(emulator);
  if (known === undefined) deployers.set(emulator, { configs: [config], from: emulator.aws.calls.length });
  else known.configs.push(config);
}

/**
 * Returns the actions that the projects of this emulator called although their policies do not allow them. Returns an
 * empty list if no project was deployed.
 */
export function actionsOutsideOwnPolicies(emulator: RecordedCalls): readonly string[] {
  const deployer = deployers.get(emulator);
  if (deployer === undefined) return [];
  return actionsOutsidePolicies(emulator.aws.calls.slice(deployer.from), deployer.configs);
}
