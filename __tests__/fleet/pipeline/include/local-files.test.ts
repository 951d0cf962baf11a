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
    // Known to Ruby's fnmatch, and not here.
    ["ci.y?l", undefined],
    ["{a,b}.yml", undefined],
    ["[a].yml", undefined],
    ["$A.yml", undefined],
    ["/ci.yml", undefined],
  ])("%s fits a file: %s", (pattern, fits) => {
    expect(localFiles(folder).has(pattern)).toBe(fits);
  });

  it("that are missing may be elsewhere where the folder is no repository", () => {
    rmSync(join(folder, ".git"), { recursive: true });
    expect(localFiles(folder).has("ci.yml")).toBe(true);
    expect(localFiles(folder).has("none.yml")).toBeUndefined();
  });

  it("are found from the folder that has .git", () => {
    const file = join(folder, "ci/deep/c.yml");
    expect([repositoryOf(file), repositoryPath(file)]).toEqual([folder, "ci/deep/c.yml"]);
  });
});

it.each(["/dev/zero"])("reading %s stops one byte behind the limit", (path) => {
  expect(readBounded(path)).toHaveLength(pipelineLimits.fileBytes + 1);
});
