/**
 * The cache buckets that the configuration creates: encrypted, not public, and with objects that expire. A destroy deletes
 * the objects only if the configuration allows it.
 */
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA as Encryption } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import type { Config } from "../../config/config";
import { createdBuckets, type CreatedBucket } from "../../config/resolve/cache-buckets";
import { resourceTags } from "../tags";

/** After this many days, S3 deletes the parts of an incomplete upload. */
const abandonedUploadDays = 1;

/** By name of the bucket: the resources that a runner with this cache depends on. */
export function cacheBuckets(
  stack: TerraformStack,
  config: Config,
): ReadonlyMap<string, readonly ITerraformDependable[]> {
  return new Map(createdBuckets(config).map((bucket) => [bucket.name, cacheBucket(stack, config, bucket)]));
}

function cacheBucket(
  stack: TerraformStack,
  config: Config,
  { name, expireDays, deleteObjects }: CreatedBucket,
): readonly ITerraformDependable[] {
  // Bucket names have dots but no underscores, so two names never get the same id.
  const id = `cache_${name.replaceAll(".", "_")}`;
  const created = new S3Bucket(stack, id, {
    bucket: name,
    forceDestroy: deleteObjects,
    tags: resourceTags(config),
  });
  const bucket = created.id;
  return [
    created,
    new Encryption(stack, `${id}_encryption`, {
      bucket,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    }),
    new S3BucketPublicAccessBlock(stack, `${id}_private`, {
      ...{ bucket, blockPublicAcls: true, blockPublicPolicy: true },
      ...{ ignorePublicAcls: true, restrictPublicBuckets: true },
    }),
    new S3BucketLifecycleConfiguration(stack, `${id}_lifecycle`, {
      bucket,
      rule: [
        {
          id: "expire",
          status: "Enabled",
          filter: [{}],
          expiration: [{ days: expireDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: abandonedUploadDays }],
        },
      ],
    }),
  ];
}
