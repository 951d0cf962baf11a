import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  blueprintsRepository,
  cacheModules,
  redirect,
  type Repository,
} from "../../../src/clients/terraform/module-cache";

describe("the module cache", () => {
  const root = mkdtempSync(join(tmpdir(), "glrunner-cache-"));
  const upstream = join(root, "upstream");
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", upstream, "-c", "user.name=t", "-c", "user.email=t@example.com", ...args], {
      encoding: "utf8",
    }).trim();
  let repository: Repository;

  beforeAll(() => {
    execFileSync("git", ["init", "--quiet", "--initial-branch=main", upstream]);
    writeFileSync(join(upstream, "version"), "tagged");
    git("add", ".");
    git("commit", "--quiet", "--message=tagged");
    git("tag", "v1.0.0");
    const commit = git("rev-parse", "HEAD");
    writeFileSync(join(upstream, "version"), "later");
    git("commit", "--quiet", "--all", "--message=later");
    repository = { url: `file://${upstream}`, tag: "v1.0.0", commit };
  });
  afterAll(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it("reads the repository and the tag from the pinned source", () => {
    expect(blueprintsRepository()).toEqual({
      url: "https://github.com/aws-ia/terraform-aws-eks-blueprints.git",
      tag: "v4.29.0",
      commit: "35d131775b0c2f9235fa880bf171e935b8b50ce3",
    });
  });

  it("fetches once, and redirects a clone without a ref to the pinned commit", () => {
    const folder = join(root, "cache");
    const first = cacheModules(folder, process.env, repository);
    expect(first).toMatchObject({ ok: true, fetched: true, commit: repository.commit });
    expect(cacheModules(folder, process.env, repository)).toMatchObject({ ok: true, fetched: false });
    if (!first.ok) return;
    const clone = join(root, "clone");
    const env = { ...process.env, ...redirect(first.directory, process.env, repository) };
    execFileSync("git", ["clone", "--quiet", repository.url, clone], { env, stdio: "pipe" });
    expect(execFileSync("git", ["-C", clone, "rev-parse", "HEAD"], { encoding: "utf8" }).trim()).toBe(
      repository.commit,
    );
  });

  it("refuses a tag that was moved, and keeps no copy", () => {
    const folder = join(root, "moved");
    const result = cacheModules(folder, process.env, { ...repository, commit: "0".repeat(40) });
    expect(result).toMatchObject({ ok: false });
    expect(result).toHaveProperty("message", expect.stringContaining(`not the pinned ${"0".repeat(40)}`));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("reports the next step if the repository is not reachable, and keeps no copy", () => {
    const folder = join(root, "unreachable");
    const result = cacheModules(folder, process.env, { ...repository, url: `file://${root}/nowhere` });
    expect(result).toMatchObject({ ok: false, fix: "make sure that git can reach the repository" });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("fetches a damaged copy again", () => {
    const folder = join(root, "damaged");
    const first = cacheModules(folder, process.env, repository);
    expect(first).toMatchObject({ ok: true, fetched: true });
    const directory = join(folder, readdirSync(folder)[0] ?? "");
    const packs = join(directory, "objects", "pack");
    const pack = join(packs, readdirSync(packs).find((name) => name.endsWith(".pack")) ?? "");
    chmodSync(pack, 0o600);
    const bytes = readFileSync(pack);
    writeFileSync(pack, bytes.fill(0, bytes.length - 30, bytes.length - 20));
    expect(cacheModules(folder, process.env, repository)).toMatchObject({ ok: true, fetched: true });
  });

  it("ignores its own earlier redirect to a copy that no longer exists", () => {
    const folder = join(root, "gone");
    const env = { ...process.env, ...redirect(join(root, "no-such-copy.git"), process.env, repository) };
    expect(cacheModules(folder, env, repository)).toMatchObject({ ok: true, fetched: true });
  });

  it("reports a missing git, and invalid git settings in the environment", () => {
    const folder = join(root, "no-git");
    expect(cacheModules(folder, { PATH: "/nowhere" }, repository)).toEqual({
      ok: false,
      code: "git-missing",
      message: "git is not installed",
      fix: "install git",
    });
    expect(cacheModules(folder, { ...process.env, GIT_CONFIG_COUNT: "x" }, repository)).toMatchObject({
      ok: false,
      fix: "unset GIT_CONFIG_COUNT",
    });
  });

  it("writes a path with spaces and percent signs as a URL that git understands", () => {
    expect(redirect("/a b%20c.git", {}, repository).GIT_CONFIG_KEY_0).toBe(
      "url.file:///a%20b%2520c.git.insteadOf",
    );
  });

  it("adds one entry to the git settings of the environment, even if called twice", () => {
    const env = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "me" };
    const added = redirect("/cache/x.git", env, repository);
    expect(added).toEqual({
      ...env,
      GIT_CONFIG_COUNT: "2",
      GIT_CONFIG_KEY_1: "url.file:///cache/x.git.insteadOf",
      GIT_CONFIG_VALUE_1: repository.url,
    });
    expect(redirect("/cache/x.git", { ...env, ...added }, repository)).toEqual(added);
  });
});
