/**
 * Finds buckets of a stage that still hold objects. The state decides what a destroy does with them, even if the
 * configuration has changed since: with `force_destroy` the AWS provider deletes the objects. Without it AWS refuses to
 * delete the bucket, when most of the stage is already destroyed.
 *
 * Source: hashicorp/terraform-provider-aws website/docs/r/s3_bucket.html.markdown (`force_destroy`); read 2026-11-30.
 */
import * as z from "zod";
import type { AwsAccess } from "../../clients/aws/aws-access";
import { bucketHasObjects } from "../../clients/aws/s3-bucket";
import { managedResources, readState } from "../../clients/terraform/state-document";
import { searchFor, type Blocker } from "./blocker";

interface FilledBuckets {
  /** Buckets that AWS would refuse to delete. */
  readonly blockers: readonly Blocker[];
  /** Buckets whose objects the destroy deletes, and buckets of which it is unknown whether they have any. */
  readonly emptied: readonly string[];
}

const bucketSchema = z.object({ bucket: z.string(), force_destroy: z.boolean().nullish() });

/** @param state the text of the stage's state */
export async function filledBuckets(access: AwsAccess, state: string): Promise<FilledBuckets> {
  const buckets = bucketsIn(state);
  const kept = buckets.filter(({ deletesObjects }) => !deletesObjects);
  const blockers = await Promise.all(kept.map(({ name }) => blockersOf(access, name)));
  const emptied = await Promise.all(
    buckets
      .filter(({ deletesObjects }) => deletesObjects)
      .map(async ({ name }) =>
        ((await bucketHasObjects(access, name).catch(() => true)) ?? false) ? [name] : [],
      ),
  );
  return { blockers: blockers.flat(), emptied: emptied.flat() };
}

function bucketsIn(text: string) {
  const state = readState(text);
  const resources = state === undefined ? [] : managedResources(state);
  return resources
    .filter(({ type }) => type === "aws_s3_bucket")
    .flatMap(({ instances }) => instances)
    .flatMap(({ attributes }) => {
      const { data } = bucketSchema.safeParse(attributes);
      return data === undefined ? [] : [{ name: data.bucket, deletesObjects: data.force_destroy === true }];
    });
}

function blockersOf(access: AwsAccess, name: string): Promise<Blocker[]> {
  return searchFor(`objects in the bucket ${name}`, async () => {
    if ((await bucketHasObjects(access, name)) !== true) return [];
    const what = `the bucket ${name} holds objects, and this destroy does not delete them`;
    const fix = `empty it with \`aws s3 rm s3://${name} --recursive\`, then run the same command again; or set cache.deleteObjects: true, run \`glrunner deploy runners\`, then destroy`;
    return [{ what, names: [name], fix }];
  });
}
