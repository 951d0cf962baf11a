/** State behind an HTTP address, such as GitLab-managed Terraform state. */
import * as z from "zod";
import type { StackName } from "../stages";
import type { StateForm } from "./common";

const schema = z.strictObject({
  backend: z.literal("http").describe("An HTTP server, such as GitLab-managed state."),
  address: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .describe(
      "Base address, such as https://gitlab.com/api/v4/projects/1/terraform/state. Set the credentials in TF_HTTP_USERNAME and TF_HTTP_PASSWORD.",
    ),
});

const resolve = (given: z.output<typeof schema>) => given;

/** GitLab allows only letters, digits, hyphens and underscores in a state's name. */
const addressOf = (state: ReturnType<typeof resolve>, stack: StackName, cluster: string) =>
  `${state.address.replace(/\/+$/, "")}/${cluster}-${stack}`;

const settings = (state: ReturnType<typeof resolve>, stack: StackName, cluster: string) => {
  const address = addressOf(state, stack, cluster);
  return {
    address,
    lockAddress: `${address}/lock`,
    unlockAddress: `${address}/lock`,
    lockMethod: "POST",
    unlockMethod: "DELETE",
    retryWaitMin: 5,
  };
};

const forms: readonly StateForm<z.input<typeof schema>>[] = [
  {
    form: "https://... (GitLab's state API)",
    pattern: /^(https?:\/\/.*)$/,
    read: (address = "") => ({ backend: "http", address }),
  },
];

export const http = {
  schema,
  resolve,
  settings,
  forms,
  identifiedBy: ["address"],
  placeKey: "state.address",
  credentials: "`TF_HTTP_USERNAME` and `TF_HTTP_PASSWORD`",
} as const;
