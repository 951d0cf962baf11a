import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemProblem } from "../../../src/clients/system/system-error";

const thrownBy = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

describe("systemProblem", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "glr-"))));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("names the code, the path and a next step", () => {
    const missing = join(folder, "missing");
    writeFileSync(join(folder, "file"), "");
    const problems = [
      () => readFileSync(missing),
      () => readFileSync(folder),
      () => {
        mkdirSync(folder);
      },
      () => readFileSync(join(folder, "file/x")),
      () => readFileSync(join(folder, "x".repeat(300))),
    ].map((work) => systemProblem(thrownBy(work)));
    expect(problems.map((problem) => problem?.code)).toEqual([
      ...["ENOENT", "EISDIR", "EEXIST", "ENOTDIR", "ENAMETOOLONG"],
    ]);
    expect(problems[0]?.message).toContain(missing);
    expect(problems.filter((problem) => (problem?.fix ?? "") === "")).toEqual([]);
  });

  it.each(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT", "EMFILE", "ELOOP"])("explains %s", (code) => {
    const problem = systemProblem(
      Object.assign(new Error("bare"), { code, path: "/some/path", syscall: "open" }),
    );
    expect(problem?.code).toBe(code);
    expect(problem?.message).toContain("/some/path");
  });

  it("explains a deleted working directory", () => {
    const error = Object.assign(new Error("uv_cwd"), { code: "ENOENT", syscall: "uv_cwd" });
    expect(systemProblem(error)).toMatchObject({
      code: "ENOENT",
      message: "the working directory was deleted",
    });
  });

  it.each([
    new Error("ours"),
    Object.assign(new Error("x"), { code: "ERR_INVALID_ARG" }),
    "EROFS",
    undefined,
  ])("does not explain other errors: %s", (error) => {
    expect(systemProblem(error)).toBeUndefined();
  });
});
