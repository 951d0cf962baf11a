/** State in Azure Blob Storage. */
import * as z from "zod";
import { folder, formed } from "../schema/common";
import type { StackName } from "../stages";
import { prefixOf, stateFileName, withPrefix, type StateContext, type StateForm } from "./common";

const schema = z.strictObject({
  backend: z.literal("azurerm").describe("Azure Blob Storage."),
  resourceGroupName: formed(/^[\w.()-]*[\w()-]$/, "a resource group name", 90).describe(
    "Resource group of the storage account.",
  ),
  storageAccountName: formed(/^[a-z0-9]{3,24}$/, "3 to 24 lower-case letters and digits").describe(
    "The storage account. It must exist.",
  ),
  containerName: formed(
    /^[a-z0-9](-?[a-z0-9])+$/,
    "a container name: lower-case letters, digits and single hyphens",
    63,
  ).describe("The container. It must exist."),
  prefix: folder.optional().describe("Folder in the container. Default: <name>."),
});

const resolve = (given: z.output<typeof schema>, context: StateContext) => withPrefix(given, context);

const settings = (state: ReturnType<typeof resolve>, stack: StackName) => ({
  resourceGroupName: state.resourceGroupName,
  storageAccountName: state.storageAccountName,
  containerName: state.containerName,
  key: `${state.prefix}/${stateFileName(stack)}`,
});

const forms: readonly StateForm<z.input<typeof schema>>[] = [
  {
    form: "azurerm://RESOURCE_GROUP/ACCOUNT/CONTAINER[/FOLDER]",
    pattern: /^azurerm:\/\/([^/]*)\/([^/]*)\/([^/]*)(?:\/(.+?))?\/?$/,
    read: (resourceGroupName = "", storageAccountName = "", containerName = "", folder) => ({
      ...{ backend: "azurerm", resourceGroupName, storageAccountName, containerName },
      ...prefixOf(folder),
    }),
  },
];

export const azurerm = {
  schema,
  resolve,
  settings,
  forms,
  identifiedBy: ["storage_account_name", "container_name", "key"],
  placeKey: "state.prefix",
  credentials:
    "`ARM_CLIENT_ID`, `ARM_CLIENT_SECRET`, `ARM_TENANT_ID` and `ARM_SUBSCRIPTION_ID`, or `az login`",
} as const;
