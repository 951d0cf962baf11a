/** State in Google Cloud Storage. */
import * as z from "zod";
import { folder, formed } from "../schema/common";
import type { StackName } from "../stages";
import { prefixOf, withPrefix, type StateContext, type StateForm } from "./common";

const schema = z.strictObject({
  backend: z.literal("gcs").describe("Google Cloud Storage."),
  bucket: formed(/^[a-z0-9][\w.-]+[a-z0-9]$/, "a bucket name", 222).describe("The bucket. It must exist."),
  prefix: folder.optional().describe("Folder in the bucket. Default: <name>."),
});

const resolve = (given: z.output<typeof schema>, context: StateContext) => withPrefix(given, context);

const settings = (state: ReturnType<typeof resolve>, stack: StackName) => ({
  bucket: state.bucket,
  prefix: `${state.prefix}/${stack}`,
});

const forms: readonly StateForm<z.input<typeof schema>>[] = [
  {
    form: "gs://BUCKET[/FOLDER]",
    pattern: /^gs:\/\/([^/]*)(?:\/(.+?))?\/?$/,
    read: (bucket = "", folder) => ({ backend: "gcs", bucket, ...prefixOf(folder) }),
  },
];

export const gcs = {
  schema,
  resolve,
  settings,
  forms,
  identifiedBy: ["bucket", "prefix"],
  placeKey: "state.prefix",
  credentials: "`GOOGLE_CREDENTIALS`, or `gcloud auth application-default login`",
} as const;
