import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkoutOf } from "../../../modules/verify/checkout";
import { folderWith } from "../folder";

const commit = "a".repeat(40);
const other = "b".repeat(40);

function read(files: Readonly<Record<string, string>>, folder = "module"): unknown {
  const top = folderWith({ "module/main.tf": "", ...files });
  return checkoutOf(join(top, folder), top);
}

describe("checkoutOf", () => {
  it("reads a detached HEAD, also from a folder inside the checkout", () => {
    expect(read({ "module/.git/HEAD": `${commit}\n` })).toEqual({ commit });
    expect(
      read({ "module/.git/HEAD": `${commit}\n`, "module/modules/inner/main.tf": "" }, "module/modules/inner"),
    ).toEqual({ commit });
  });

  it("follows a branch, and returns its name", () => {
    expect(
      read({ "module/.git/HEAD": "ref: refs/heads/main\n", "module/.git/refs/heads/main": `${commit}\n` }),
    ).toEqual({ commit, branch: "main" });
  });

  it("finds a packed branch by its full name, and prefers a ref file", () => {
    const packed = `# pack-refs with: peeled\n${other} refs/heads/not-refs/heads/main\n${commit} refs/heads/main\n^${other}\n`;
    const files = { "module/.git/HEAD": "ref: refs/heads/main\n", "module/.git/packed-refs": packed };
    expect(read(files)).toEqual({ commit, branch: "main" });
    expect(read({ ...files, "module/.git/refs/heads/main": other })).toEqual({
      commit: other,
      branch: "main",
    });
  });

  it("follows a .git file into the common directory of a worktree", () => {
    expect(
      read({
        "module/.git": "gitdir: ../repo/.git/worktrees/module\n",
        "repo/.git/worktrees/module/HEAD": "ref: refs/heads/topic\n",
        "repo/.git/worktrees/module/commondir": "../..\n",
        "repo/.git/packed-refs": `${commit} refs/heads/topic\n`,
      }),
    ).toEqual({ commit, branch: "topic" });
    expect(
      read({
        "module/.git": "gitdir: ../repo/.git/worktrees/module\n",
        "repo/.git/worktrees/module/HEAD": "ref: refs/heads/topic\n",
        "repo/.git/worktrees/module/commondir": "../..\n",
        "repo/.git/refs/heads/topic": `${commit}\n`,
      }),
    ).toEqual({ commit, branch: "topic" });
  });

  it("returns nothing without .git, and never reads the repository around the project", () => {
    expect(read({})).toBeUndefined();
    const project = folderWith({ ".git/HEAD": commit, "stack/.terraform/modules/vpc/main.tf": "" });
    const fetched = join(project, "stack/.terraform/modules");
    expect(checkoutOf(join(fetched, "vpc"), fetched)).toBeUndefined();
    expect(checkoutOf(join(fetched, "vpc"), project)).toEqual({ commit });
  });

  it.each([
    ["an unborn branch", { "module/.git/HEAD": "ref: refs/heads/main\n" }],
    ["a HEAD that is neither", { "module/.git/HEAD": "nonsense\n" }],
    ["no HEAD", { "module/.git/config": "" }],
    ["a .git file without a path", { "module/.git": "nonsense\n" }],
  ])("returns nothing for %s", (_, files) => {
    expect(read(files)).toBeUndefined();
  });
});
