import { describe, expect, it } from "vitest";
import { resolveState, stateIdentity } from "../../../src/config/backends";
import { expandHome } from "../../../src/config/backends/local";
import { configOf } from "../samples";

const context = { name: "glrunner", region: "us-west-2", home: "/home/user" };

describe("the state with its defaults", () => {
  it("is in the home directory by default", () => {
    expect(configOf().state).toEqual({ backend: "local", directory: "/home/user/tfstate/glrunner" });
  });

  it.each([
    [{ backend: "local", directory: "~/x" } as const, { directory: "/home/user/x" }],
    [{ backend: "local", directory: "/x" } as const, { directory: "/x" }],
    [{ backend: "s3", bucket: "b" } as const, { region: "us-west-2", prefix: "glrunner" }],
    [
      { backend: "s3", bucket: "b", region: "eu-west-1", prefix: "p" } as const,
      { region: "eu-west-1", prefix: "p" },
    ],
    [{ backend: "gcs", bucket: "b" } as const, { prefix: "glrunner" }],
    [
      { backend: "azurerm", resourceGroupName: "r", storageAccountName: "s", containerName: "c" } as const,
      { prefix: "glrunner" },
    ],
    [
      { backend: "remote", hostname: "app.terraform.io", organization: "o" } as const,
      { workspacePrefix: "glrunner-" },
    ],
    [{ backend: "http", address: "https://gitlab.example.com/state" } as const, {}],
  ])("%j", (given, filled) => {
    expect(resolveState(given, context)).toEqual({ ...given, ...filled });
  });
});

describe("a home directory", () => {
  it.each([
    ["~", "/home/user", "/home/user"],
    ["~/a", "/home/user/", "/home/user/a"],
    ["~/a", "/", "/a"],
    ["~/a", "", "~/a"],
    ["~other/a", "/home/user", "~other/a"],
    ["/a/~/b", "/home/user", "/a/~/b"],
  ])("%s with home %j", (path, home, expected) => {
    expect(expandHome(path, home)).toBe(expected);
  });
});

it.each([
  ["local", { path: "/s/vpc.tfstate" }, ["/s/vpc.tfstate"]],
  ["s3", { bucket: "b", key: "a/vpc.tfstate", region: "eu-west-1" }, ["b", "a/vpc.tfstate"]],
  ["gcs", { bucket: "b", prefix: "a/vpc" }, ["b", "a/vpc"]],
  ["http", { address: "https://h/a-vpc", lock_method: "POST" }, ["https://h/a-vpc"]],
  [
    "azurerm",
    { resource_group_name: "g", storage_account_name: "s", container_name: "c", key: "a/vpc.tfstate" },
    ["s", "c", "a/vpc.tfstate"],
  ],
  ["remote", { hostname: "h", organization: "o", workspaces: { name: "a-vpc" } }, ["h", "o", "a-vpc"]],
  ["unknown", { path: "/s" }, []],
])("identifies a state in backend %s", (kind, settings, identity) => {
  expect(stateIdentity(kind, settings)).toEqual(identity);
});
