import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configFile, loadConfig, type LoadResult } from "../../../src/config";
import { companyCa } from "../../support/company-ca";
import { parseOptions } from "../arbitraries";

describe("which file", () => {
  const cwd = "/srv";
  it.each([
    [{}, {}, "/srv/glrunner.yaml"],
    [{}, { GLRUNNER_CONFIG: "" }, "/srv/glrunner.yaml"],
    [{}, { GLRUNNER_CONFIG: "ci.yaml" }, "/srv/ci.yaml"],
    [{ path: "mine.json" }, { GLRUNNER_CONFIG: "ci.yaml" }, "/srv/mine.json"],
    [{ path: "/etc/mine.yaml" }, {}, "/etc/mine.yaml"],
  ])("%j with %j", (given, env, file) => {
    expect(configFile({ ...given, env, cwd })).toBe(file);
  });
});

describe("loading", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "glrunner-config-"));
    writeFileSync(join(folder, "glrunner.yaml"), "name: glrunner\nregion: us-west-2\n");
    writeFileSync(join(folder, "glrunner.json"), '{"name": "from-json", "region": "us-west-2"}');
    writeFileSync(join(folder, "broken.yaml"), "name: [\n");
    writeFileSync(join(folder, "list.yaml"), "- name\n");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const load = (path?: string, env = {}): LoadResult =>
    loadConfig({ ...parseOptions, ...(path === undefined ? {} : { path }), env, cwd: folder });
  const codes = (result: LoadResult) =>
    result.ok ? [] : result.problems.map(({ code, path }) => `${code} ${path}`);

  it("reads the file and returns its path", () => {
    expect(load()).toMatchObject({
      ok: true,
      source: join(folder, "glrunner.yaml"),
      config: { name: "glrunner" },
    });
    expect(load("glrunner.json")).toMatchObject({ ok: true, config: { name: "from-json" } });
    expect(load(undefined, { GLRUNNER__NAME: "other" })).toMatchObject({
      ok: true,
      config: { name: "other" },
    });
  });

  it("reads the CA file relative to the configuration file", () => {
    mkdirSync(join(folder, "inner"));
    writeFileSync(join(folder, "inner", "ca.pem"), companyCa);
    const text = "name: ci\nregion: us-west-2\ngitlabCa: { file: ca.pem }\n";
    writeFileSync(join(folder, "inner", "ca.yaml"), text);
    writeFileSync(join(folder, "ca.yaml"), text);
    expect(load("inner/ca.yaml")).toMatchObject({ ok: true, config: { gitlabCa: { pem: companyCa } } });
    expect(codes(load("ca.yaml"))).toEqual(["gitlab-ca-unreadable gitlabCa.file"]);
  });

  it("reports a missing file and a directory", () => {
    expect(codes(load("missing.yaml"))).toEqual([`file-missing ${join(folder, "missing.yaml")}`]);
    expect(codes(load("."))).toEqual([`file-not-regular ${folder}`]);
  });

  it("reports the problems of its content", () => {
    expect(codes(load("broken.yaml"))).toEqual(["yaml-syntax line 2, column 1"]);
    expect(codes(load("list.yaml"))).toEqual(["not-a-mapping (the whole file)"]);
  });
});
