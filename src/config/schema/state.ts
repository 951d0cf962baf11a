import * as z from "zod";
import { bucket, folder, formed, region } from "./common";

const localState = z.strictObject({
  backend: z.literal("local").describe("Files on this machine."),
  directory: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of the state files; ~ is the home. Default: ~/tfstate/<name>."),
});

const s3State = z.strictObject({
  backend: z.literal("s3").describe("Amazon S3, with its own lock files."),
  bucket: bucket.describe("The bucket; it must exist."),
  region: region.optional().describe("Region of the bucket. Default: the cluster's."),
  prefix: folder.optional().describe("Folder in the bucket. Default: <name>."),
  kmsKeyId: z
    .string()
    .min(1)
    .max(2048)
    .optional()
    .describe("KMS key of the objects. Default: SSE-S3 (AES256)."),
});

const httpState = z.strictObject({
  backend: z.literal("http").describe("An HTTP server, such as GitLab-managed state."),
  address: z
    .url({ protocol: /^https?$/ })
    .describe(
      "Base address, such as https://gitlab.com/api/v4/projects/1/terraform/state. Credentials: TF_HTTP_USERNAME and TF_HTTP_PASSWORD.",
    ),
});

const gcsState = z.strictObject({
  backend: z.literal("gcs").describe("Google Cloud Storage."),
  bucket: formed(/^[a-z0-9][\w.-]+[a-z0-9]$/, "a bucket name", 222).describe("The bucket; it must exist."),
  prefix: folder.optional().describe("Folder in the bucket. Default: <name>."),
});

const azurermState = z.strictObject({
  backend: z.literal("azurerm").describe("Azure Blob Storage."),
  resourceGroupName: formed(/^[\w.()-]*[\w()-]$/, "a resource group name", 90).describe(
    "Resource group of the account.",
  ),
  storageAccountName: formed(/^[a-z0-9]{3,24}$/, "3 to 24 lower-case letters and digits").describe(
    "The storage account; it must exist.",
  ),
  containerName: formed(
    /^[a-z0-9](-?[a-z0-9])+$/,
    "a container name: lower-case letters, digits and single hyphens",
    63,
  ).describe("The container; it must exist."),
  prefix: folder.optional().describe("Folder in the container. Default: <name>."),
});

const remoteState = z.strictObject({
  backend: z
    .literal("remote")
    .describe(
      "HCP Terraform or Terraform Enterprise. The workspaces must run locally (execution mode local).",
    ),
  hostname: formed(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?$/, "a host name", 253)
    .default("app.terraform.io")
    .describe("Host of HCP Terraform or of a Terraform Enterprise."),
  organization: formed(/^[\w-]+$/, "letters, digits, - and _", 40).describe(
    "The organization; it must exist.",
  ),
  workspacePrefix: formed(/^[\w-]+$/, "letters, digits, - and _", 60)
    .optional()
    .describe("A workspace is this and the stage. Default: <name>-."),
});

export const stateSchema = z
  .discriminatedUnion("backend", [localState, s3State, httpState, gcsState, azurermState, remoteState])
  .prefault({ backend: "local" })
  .describe("Where Terraform keeps its state. Credentials come from the environment only.");
export type StateConfig = z.output<typeof stateSchema>;
