/**
 * Whether the names of the cache buckets that the configuration creates are free. Names of buckets are unique in all of AWS,
 * so that the bucket may be this cluster's, another one of this account, or anybody's.
 *
 * S3 answers 403 for a bucket of another account, and 301 or 400 for one of another Region. Source: Amazon S3 API
 * reference, "Error responses" (AccessDenied, PermanentRedirect, AuthorizationHeaderMalformed); read 2026-11-30.
 */
import type { Config } from "../../config";
import { createdBuckets } from "../../config/resolve/cache-buckets";
import { isOwnerTagged } from "../../config/resource-names";
import {
  callAws,
  isAwsCallFailure,
  type AwsCallFailure,
  type AwsContext,
} from "../../clients/aws/aws-client";
import { bucketTags } from "../../clients/aws/s3-bucket";
import { findingsOf, unknownIfUndeployed, type Finding } from "../finding";
import type { Deployed } from "../options";

const finding = findingsOf("account");
const elsewhere = ["PermanentRedirect", "AuthorizationHeaderMalformed", "Http301"];
const another = "choose another name in cache.bucket";

export async function cacheBucketFindings(
  config: Config,
  aws: AwsContext | AwsCallFailure,
  deployed: Deployed,
): Promise<readonly Finding[]> {
  return Promise.all(createdBuckets(config).map(({ name }) => one(name, config, aws, deployed)));
}

async function one(
  name: string,
  config: Config,
  aws: AwsContext | AwsCallFailure,
  deployed: Deployed,
): Promise<Finding> {
  const id = `name.bucket.${name}` as const;
  if (isAwsCallFailure(aws)) return finding("unknown", id, `bucket ${name}: ${aws.reason}`);
  const answer = await callAws(aws, "s3:GetBucketTagging", () => bucketTags(aws.access, name));
  if (answer.ok) {
    const tags = answer.value;
    if (tags === undefined) return finding("ok", id, `the name of the bucket ${name} is free`);
    if (isOwnerTagged(tags, config.name))
      return finding("ok", id, `bucket ${name} exists and belongs to this cluster`);
    const fix = `to use it as it is, remove cache.create; otherwise ${another}`;
    return finding("error", id, `bucket ${name} exists in this account and does not belong to this cluster`, {
      fix,
    });
  }
  const { code, trouble, reason } = answer.failure;
  if (elsewhere.includes(code)) {
    return finding("error", id, `bucket ${name} exists in another Region`, { fix: another });
  }
  if (trouble !== "denied") return finding("unknown", id, `bucket ${name}: ${reason}`);
  const what = `bucket ${name} exists in another account, unless these credentials lack the permission s3:GetBucketTagging`;
  return unknownIfUndeployed(finding("error", id, what, { fix: another }), deployed);
}
