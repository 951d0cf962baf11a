/**
 * Checks whether the names of the cache buckets that the configuration creates are free. Bucket names are unique in all of
 * AWS, so an existing bucket may belong to this cluster, to this account, or to another account.
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
/** Codes for a bucket of another Region. */
const otherRegionCodes = ["PermanentRedirect", "AuthorizationHeaderMalformed", "Http301"];
const otherName = "choose another name in cache.bucket";

/** One finding for each bucket. */
export async function cacheBucketFindings(
  config: Config,
  aws: AwsContext | AwsCallFailure,
  deployed: Deployed,
): Promise<readonly Finding[]> {
  return Promise.all(createdBuckets(config).map(({ name }) => bucketFinding(name, config, aws, deployed)));
}

async function bucketFinding(
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
    const fix = `to use it as it is, remove cache.create; otherwise ${otherName}`;
    return finding("error", id, `bucket ${name} exists in this account and does not belong to this cluster`, {
      fix,
    });
  }
  const { code, trouble, reason } = answer.failure;
  if (otherRegionCodes.includes(code)) {
    return finding("error", id, `bucket ${name} exists in another Region`, { fix: otherName });
  }
  if (trouble !== "denied") return finding("unknown", id, `bucket ${name}: ${reason}`);
  const what = `bucket ${name} exists in another account, unless these credentials lack the permission s3:GetBucketTagging`;
  return unknownIfUndeployed(finding("error", id, what, { fix: otherName }), deployed);
}
