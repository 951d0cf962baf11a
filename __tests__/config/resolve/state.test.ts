import { describe, expect, it } from "vitest";
import { expandHome, resolveState } from "../../../src/config/resolve/state";
import { configOf } from "../samples";

const context = { name: "glrunner", region: "us-west-2", home: "/home/user" };

describe("the state with its defaults", () => {
  it("lies in the home by default", () => {
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
