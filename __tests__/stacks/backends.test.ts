import { describe, expect, it } from "vitest";
import { configOf, stackOf } from "../support/synth";

const config = (state: unknown) => configOf({ name: "ci", region: "eu-west-1", state });

describe("state backends", () => {
  it.each([
    [
      "local",
      { directory: "~/state" },
      { local: { path: "/home/user/state/vpc.tfstate" } },
      { path: "/home/user/state/vpc.tfstate" },
    ],
    [
      "s3",
      { bucket: "my-state" },
      {
        s3: {
          bucket: "my-state",
          region: "eu-west-1",
          key: "ci/vpc.tfstate",
          encrypt: true,
          use_lockfile: true,
        },
      },
      { bucket: "my-state", region: "eu-west-1", key: "ci/vpc.tfstate", encrypt: true },
    ],
    [
      "http",
      { address: "https://gitlab.com/api/v4/projects/1/terraform/state/" },
      {
        http: {
          address: "https://gitlab.com/api/v4/projects/1/terraform/state/ci-vpc",
          lock_address: "https://gitlab.com/api/v4/projects/1/terraform/state/ci-vpc/lock",
          unlock_address: "https://gitlab.com/api/v4/projects/1/terraform/state/ci-vpc/lock",
          lock_method: "POST",
          unlock_method: "DELETE",
          retry_wait_min: 5,
        },
      },
      { address: "https://gitlab.com/api/v4/projects/1/terraform/state/ci-vpc" },
    ],
    [
      "gcs",
      { bucket: "my-state" },
      { gcs: { bucket: "my-state", prefix: "ci/vpc" } },
      { bucket: "my-state", prefix: "ci/vpc" },
    ],
    [
      "azurerm",
      { resourceGroupName: "rg", storageAccountName: "account", containerName: "states" },
      {
        azurerm: {
          resource_group_name: "rg",
          storage_account_name: "account",
          container_name: "states",
          key: "ci/vpc.tfstate",
        },
      },
      {
        resource_group_name: "rg",
        storage_account_name: "account",
        container_name: "states",
        key: "ci/vpc.tfstate",
      },
    ],
    [
      "remote",
      { organization: "acme" },
      { remote: { hostname: "app.terraform.io", organization: "acme", workspaces: { name: "ci-vpc" } } },
      { hostname: "app.terraform.io", organization: "acme", workspaces: { name: "ci-vpc" } },
    ],
  ])("%s: the eks stage reads the state that the vpc stage writes", (backend, settings, written, read) => {
    const parsed = config({ backend, ...settings });
    expect(stackOf(parsed, "vpc").terraform.backend).toEqual(written);
    expect(stackOf(parsed, "eks").data.terraform_remote_state?.vpc).toEqual({ backend, config: read });
  });

  it("are one file per stage, and the tutorial's file for the single root", () => {
    const paths = (layout: string, stack: string) =>
      stackOf(configOf({ name: "ci", region: "eu-west-1", layout }), stack).terraform.backend;
    expect(paths("staged", "runners")).toEqual({ local: { path: "/home/user/tfstate/ci/runners.tfstate" } });
    expect(paths("single", "single")).toEqual({ local: { path: "/home/user/tfstate/ci/runner.tfstate" } });
  });
});
