/** Finds cache buckets in the state. The configuration must create them too, or its plan would destroy them. */
import * as z from "zod";
import { select, type StateObject } from "./objects";
import type { RunnerInput } from "../runner-input";

type CreatedCache = Pick<NonNullable<RunnerInput["cache"]>, "create" | "expireDays" | "deleteObjects">;

const bucketSchema = z.object({ bucket: z.string(), force_destroy: z.boolean().nullish() });
const lifecycleSchema = z.object({
  rule: z.array(z.object({ expiration: z.array(z.object({ days: z.int().nullish() })).optional() })),
});

/** Empty if the state does not contain the bucket. */
export function createdCache(objects: readonly StateObject[], bucket: string): CreatedCache {
  const root = { module: "" };
  const created = select(objects, { ...root, type: "aws_s3_bucket" }, bucketSchema).find(
    ({ read }) => read.bucket === bucket,
  );
  if (created === undefined) return {};
  const lifecycle = {
    ...root,
    type: "aws_s3_bucket_lifecycle_configuration",
    name: `${created.name}_lifecycle`,
  };
  const days = select(objects, lifecycle, lifecycleSchema)
    .flatMap(({ read }) => read.rule)
    .flatMap(({ expiration = [] }) => expiration)
    .find((expiration) => typeof expiration.days === "number")?.days;
  return {
    create: true,
    deleteObjects: created.read.force_destroy === true,
    expireDays: days ?? undefined,
  };
}
