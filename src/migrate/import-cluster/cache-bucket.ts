/** Cache buckets that the state holds: they were created, so that a configuration which only names them would destroy them. */
import * as z from "zod";
import { select, type StateObject } from "./objects";
import type { RunnerInput } from "../runner-input";

type CreatedCache = Pick<NonNullable<RunnerInput["cache"]>, "create" | "expireDays" | "deleteObjects">;

const bucketSchema = z.object({ bucket: z.string(), force_destroy: z.boolean().nullish() });
const lifecycleSchema = z.object({
  rule: z.array(z.object({ expiration: z.array(z.object({ days: z.int().nullish() })).optional() })),
});

/** Empty for a bucket that another owner uses. */
export function createdCache(objects: readonly StateObject[], bucket: string): CreatedCache {
  const root = { module: "" };
  const made = select(objects, { ...root, type: "aws_s3_bucket" }, bucketSchema).find(
    ({ read }) => read.bucket === bucket,
  );
  if (made === undefined) return {};
  const lifecycle = {
    ...root,
    type: "aws_s3_bucket_lifecycle_configuration",
    name: `${made.name}_lifecycle`,
  };
  const days = select(objects, lifecycle, lifecycleSchema)
    .flatMap(({ read }) => read.rule)
    .flatMap(({ expiration = [] }) => expiration)
    .find((each) => each.days !== undefined && each.days !== null)?.days;
  return {
    create: true,
    deleteObjects: made.read.force_destroy === true,
    ...(days !== undefined && days !== null && { expireDays: days }),
  };
}
