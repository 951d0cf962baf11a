import { z } from "zod";

const localState = z.strictObject({
  backend: z.literal("local"),
  directory: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of the state files; ~ is the home. Default: ~/tfstate/<name>."),
});

const s3State = z.strictObject({
  backend: z.literal("s3"),
  bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "an S3 bucket name"),
  region: z.string().optional().describe("Region of the bucket. Default: the cluster's."),
  prefix: z.string().optional().describe("Folder in the bucket. Default: <name>."),
  kmsKeyId: z.string().optional().describe("KMS key of the objects. Default: the bucket's own encryption."),
});

const httpState = z.strictObject({
  backend: z.literal("http"),
  address: z
    .url({ protocol: /^https?$/ })
    .describe(
      "Base address, such as https://gitlab.com/api/v4/projects/1/terraform/state. Credentials: TF_HTTP_USERNAME and TF_HTTP_PASSWORD.",
    ),
});

const gcsState = z.strictObject({
  backend: z.literal("gcs"),
  bucket: z.string().min(3).max(63),
  prefix: z.string().optional().describe("Folder in the bucket. Default: <name>."),
});

const azurermState = z.strictObject({
  backend: z.literal("azurerm"),
  resourceGroupName: z.string().min(1).max(90),
  storageAccountName: z.string().regex(/^[a-z0-9]{3,24}$/, "3 to 24 lower-case letters and digits"),
  containerName: z.string().min(3).max(63),
  prefix: z.string().optional().describe("Folder in the container. Default: <name>."),
});

const remoteState = z.strictObject({
  backend: z.literal("remote"),
  hostname: z.string().default("app.terraform.io"),
  organization: z.string().min(1),
  workspacePrefix: z.string().optional().describe("A workspace is this and the stage. Default: <name>-."),
});

export const stateSchema = z
  .discriminatedUnion("backend", [localState, s3State, httpState, gcsState, azurermState, remoteState])
  .prefault({ backend: "local" })
  .describe("Where Terraform keeps its state. Credentials come from the environment only.");
export type StateConfig = z.output<typeof stateSchema>;
