import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { pipelineLimits } from "../../../../src/fleet/pipeline/limits";
import {
  localFiles,
  readBounded,
  repositoryOf,
  repositoryPath,
} from "../../../../src/fleet/pipeline/include/local-files";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glr-"));
  for (const path of ["ci.yml", "ci/a.yml", "ci/b.yaml", "ci/deep/c.yml", "ci/deep/er/d.yml"]) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), path);
  }
  mkdirSync(join(folder, ".git"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("files of the repository", () => {
  it.each([
    ["ci.yml", ["ci.yml"]],
    ["/ci/a.yml", ["ci/a.yml"]],
    ["ci/*.yml", ["ci/a.yml"]],
    ["ci/**.yml", ["ci/a.yml"]],
    ["ci/**/*.yml", ["ci/a.yml", "ci/deep/c.yml", "ci/deep/er/d.yml"]],
    ["**/*a*m*l", ["ci/a.yml", "ci/b.yaml"]],
    ["none.yml", []],
    ["ci", []],
    ["../ci.yml", []],
    ["ci/../../ci.yml", []],
  ])("%s names %j", (pattern, paths) => {
    expect(
      localFiles(folder)
        .read(pattern)
        .map(({ path }) => path),
    ).toEqual(paths);
  });

  it.each([
    ["ci.yml", true],
    ["ci", false],
    ["none.yml", false],
    ["ci/*.yaml", true],
    ["ci/*.json", false],
    ["**/*.json", false],
    ["**/d.yml", true],
    ["ci/**", true],
    ["**", true],
    ["../ci.yml", false],
    // Ruby's fnmatch supports these patterns, and glrunner does not.
    ["ci.y?l", undefined],
    ["{a,b}.yml", undefined],
    ["[a].yml", undefined],
    ["$A.yml", undefined],
    ["/ci.yml", undefined],
  ])("%s matches a file: %s", (pattern, fits) => {
    expect(localFiles(folder).has(pattern)).toBe(fits);
  });

  it("may be missing in a folder that is not a repository", () => {
    rmSync(join(folder, ".git"), { recursive: true });
    expect(localFiles(folder).has("ci.yml")).toBe(true);
    expect(localFiles(folder).has("none.yml")).toBeUndefined();
  });

  it("have paths from the folder with .git", () => {
    const file = join(folder, "ci/deep/c.yml");
    expect([repositoryOf(file), repositoryPath(file)]).toEqual([folder, "ci/deep/c.yml"]);
  });
});

it.each(["/dev/zero"])("stops reading %s one byte after the limit", (path) => {
  expect(readBounded(path)).toHaveLength(pipelineLimits.fileBytes + 1);
});
