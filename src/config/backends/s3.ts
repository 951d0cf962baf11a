/** State in Amazon S3, locked by lock files next to the state. */
import * as z from "zod";
import { bucket, folder, region } from "../schema/common";
import type { StackName } from "../stages";
import { prefixOf, stateFileName, withPrefix, type StateContext, type StateForm } from "./common";

const schema = z.strictObject({
  backend: z.literal("s3").describe("Amazon S3, with lock files in the same bucket."),
  bucket: bucket.describe("The bucket. It must exist."),
  region: region.optional().describe("Region of the bucket. Default: the cluster's."),
  prefix: folder.optional().describe("Folder in the bucket. Default: <name>."),
  kmsKeyId: z
    .string()
    .min(1)
    .max(2048)
    .optional()
    .describe("KMS key that encrypts the objects. Default: SSE-S3 (AES256)."),
});

const resolve = (given: z.output<typeof schema>, context: StateContext) => ({
  ...withPrefix(given, context),
  region: given.region ?? context.region,
});

const settings = (state: ReturnType<typeof resolve>, stack: StackName) => ({
  bucket: state.bucket,
  region: state.region,
  key: `${state.prefix}/${stateFileName(stack)}`,
  encrypt: true,
  kmsKeyId: state.kmsKeyId,
});

const forms: readonly StateForm<z.input<typeof schema>>[] = [
  {
    form: "s3://BUCKET[/FOLDER]",
    pattern: /^s3:\/\/([^/]*)(?:\/(.+?))?\/?$/,
    read: (bucket = "", folder) => ({ backend: "s3", bucket, ...prefixOf(folder) }),
  },
];

export const s3 = {
  schema,
  resolve,
  settings,
  forms,
  identifiedBy: ["bucket", "key"],
  placeKey: "state.prefix",
  credentials: "the AWS credentials above, which must reach the bucket as well",
} as const;
