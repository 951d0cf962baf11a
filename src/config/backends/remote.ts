/** State in HCP Terraform or Terraform Enterprise, one workspace for each stack. */
import * as z from "zod";
import { formed } from "../schema/common";
import type { StackName } from "../stages";
import type { StateContext, StateForm } from "./common";

const schema = z.strictObject({
  backend: z
    .literal("remote")
    .describe("HCP Terraform or Terraform Enterprise. Set the execution mode of the workspaces to local."),
  hostname: formed(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?$/, "a host name", 253)
    .default("app.terraform.io")
    .describe("Host of HCP Terraform or Terraform Enterprise."),
  organization: formed(/^[\w-]+$/, "letters, digits, - and _", 40).describe(
    "The organization. It must exist.",
  ),
  workspacePrefix: formed(/^[\w-]+$/, "letters, digits, - and _", 60)
    .optional()
    .describe("Prefix of the workspaces' names; the stage follows. Default: <name>-."),
});

const resolve = (given: z.output<typeof schema>, { name }: StateContext) => ({
  ...given,
  workspacePrefix: given.workspacePrefix ?? `${name}-`,
});

const settings = (state: ReturnType<typeof resolve>, stack: StackName) => ({
  hostname: state.hostname,
  organization: state.organization,
  /** In Terraform a nested block: `workspaces { name }`. */
  workspace: `${state.workspacePrefix}${stack}`,
});

const forms: readonly StateForm<z.input<typeof schema>>[] = [
  {
    form: "remote://[HOST/]ORGANIZATION",
    pattern: /^remote:\/\/(?:([^/]*)\/)?([^/]*)$/,
    read: (hostname, organization = "") => ({
      backend: "remote",
      ...(hostname !== undefined && { hostname }),
      organization,
    }),
  },
];

export const remote = {
  schema,
  resolve,
  settings,
  forms,
  identifiedBy: ["hostname", "organization", "workspaces.name"],
  placeKey: "state.workspacePrefix",
  credentials: "`TF_TOKEN_` followed by the host's name with its dots as underscores, or `terraform login`",
} as const;
