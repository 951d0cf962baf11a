import { execFileSync } from "node:child_process";
import fs, { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from "node:fs";
import os, { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defaultWorkspace, makeFolders, workspaceIn, writeCommand } from "../../src/bootstrap/workspace";
import { providerFolder } from "../../src/run/environment";
import { withSpy, withoutUserName } from "../support/spied";

it("the workspace is named after the user, or the user's number", () => {
  expect(defaultWorkspace()).toBe(join(tmpdir(), `glrunner-${os.userInfo().username}`));
  withoutUserName(() => {
    expect(defaultWorkspace()).toBe(join(tmpdir(), `glrunner-${process.getuid?.()}`));
  });
});

it("the variables lead a shell away from the home", () => {
  const { environment } = workspaceIn("/w", { PATH: "/usr/bin:/w/bin:/bin" }, "/home/user/glrunner.yaml");
  expect(environment).toEqual({
    PATH: "/w/bin:/usr/bin:/bin",
    XDG_CACHE_HOME: "/w/cache",
    TF_PLUGIN_CACHE_DIR: "/w/cache/glrunner/providers",
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: "1",
    npm_config_cache: "/w/cache/npm",
    CDKTF_SKIP_PROVIDER_LOCK: "true",
    CDKTF_OUTDIR: "/w/cdktf.out",
    CDKTF_OUTPUT: "/w/cdktf.out",
    GLRUNNER_CONFIG: "/home/user/glrunner.yaml",
  });
});

it("PATH has none of the folders that npm adds", () => {
  const PATH = "/p/node_modules/.bin:/usr/lib/npm/node-gyp-bin:/usr/bin";
  expect(workspaceIn("/w", { PATH, npm_lifecycle_event: "glrunner" }, "/c").environment.PATH).toBe(
    "/w/bin:/usr/bin",
  );
  expect(workspaceIn("/w", { PATH }, "/c").environment.PATH).toBe(`/w/bin:${PATH}`);
});

it("providers are in the folder that a run itself would use", () => {
  const { environment } = workspaceIn("/w", {}, "/c.yaml");
  const { XDG_CACHE_HOME } = environment;
  expect(providerFolder({ XDG_CACHE_HOME }, "/none")).toBe(environment.TF_PLUGIN_CACHE_DIR);
});

describe("a workspace on the disk", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-workspace-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const workspace = () => workspaceIn(join(folder, "w"), {}, "/c.yaml");

  it("is created once, only for its owner", () => {
    expect(makeFolders(workspace())).toEqual(
      ["w", "w/bin", "w/cache/glrunner/providers", "w/cache/npm", "w/cdktf.out"].map((name) =>
        join(folder, name),
      ),
    );
    expect(statSync(join(folder, "w")).mode & 0o777).toBe(0o700);
    expect(makeFolders(workspace())).toEqual([]);
  });

  it("is created for a user without a name", () => {
    withoutUserName(() => {
      expect(makeFolders(workspace())).toContain(join(folder, "w"));
      expect(makeFolders(workspace())).toEqual([]);
    });
  });

  it("is refused if another user creates it at the same moment", () => {
    const make = fs.mkdirSync;
    const spy = vi.spyOn(fs, "mkdirSync").mockImplementationOnce((path, options) => {
      make(join(folder, "w"));
      chmodSync(join(folder, "w"), 0o777);
      return make(path, options);
    });
    withSpy(spy, () => {
      expect(() => makeFolders(workspace())).toThrow("is not a folder that only you may write to");
    });
    expect(existsSync(join(folder, "w/bin"))).toBe(false);
  });

  it("is refused if others may write to it", () => {
    mkdirSync(join(folder, "w"));
    chmodSync(join(folder, "w"), 0o777);
    expect(() => makeFolders(workspace())).toThrow("is not a folder that only you may write to");
  });

  it("is refused if it is a link, which another user may have created", () => {
    symlinkSync("/usr", join(folder, "w"));
    expect(() => makeFolders(workspace())).toThrow("is not a folder that only you may write to");
  });

  it("has a program that starts this glrunner", () => {
    makeFolders(workspace());
    const command = ["/bin/echo", "it's", "$HOME"];
    expect(writeCommand(workspace(), command)).toBe(true);
    expect(writeCommand(workspace(), command)).toBe(false);
    expect(execFileSync(join(folder, "w/bin/glrunner"), ["a b"], { encoding: "utf8" })).toBe(
      "it's $HOME a b\n",
    );
  });
});
