import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blueprintsContent, createRepository } from "../../../src/emulator/modules/git-repository";
import { git } from "../../../src/clients/system/git";

const content = blueprintsContent({ "modules/kubernetes-addons/main.tf.json": "{}\n", "a b.txt": "text" });

describe("the local repository", () => {
  let folder: string;
  /** A quote, a space and non-ASCII letters, as a home folder may have. */
  const place = (name: string) => {
    const path = join(folder, `it's ${name} é`);
    mkdirSync(path, { recursive: true });
    return path;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-git-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("is cloned at its tag from its original URL", () => {
    const { commit, environment } = createRepository(place("found"), content);
    const remote = git(["ls-remote", content.url, "refs/tags/v4.29.0"], {
      PATH: process.env.PATH,
      ...environment,
    });
    expect(content.url).toBe("https://github.com/aws-ia/terraform-aws-eks-blueprints.git");
    expect(remote).toEqual({ ok: true, stdout: `${commit}\trefs/tags/v4.29.0\n` });
  });

  it("contains only its files", () => {
    const { directory, environment } = createRepository(place("whole"), content);
    const clone = join(folder, "clone");
    const env = { PATH: process.env.PATH, ...environment };
    expect(git(["clone", "--quiet", "--branch", content.tag, content.url, clone], env)).toMatchObject({
      ok: true,
    });
    expect(readdirSync(clone).sort()).toEqual([".git", "a b.txt", "modules"]);
    const text = git(["--git-dir", directory, "show", "v4.29.0:modules/kubernetes-addons/main.tf.json"], env);
    expect(text).toEqual({ ok: true, stdout: "{}\n" });
  });

  it("has the same commit in any folder, and another with other content", () => {
    const commits = ["one", "two"].map((name) => createRepository(place(name), content).commit);
    // Names, dates and message are part of the commit id.
    expect(commits[0]).toBe("f9d932700ba048f8495378a2e05047254c36f8d0");
    expect(commits[1]).toBe(commits[0]);
    const other = createRepository(place("three"), { ...content, files: { "a.txt": "other" } });
    expect(other.commit).not.toBe(commits[0]);
  });

  it("is found despite any git configuration in the home folder", () => {
    const home = place("home");
    writeFileSync(join(home, ".gitconfig"), `[url "file:///nowhere/"]\n\tinsteadOf = ${content.url}\n`);
    const { commit, environment } = createRepository(place("apart"), content);
    const env = { PATH: process.env.PATH, HOME: home };
    expect(git(["ls-remote", content.url], env)).toMatchObject({ ok: false });
    expect(git(["ls-remote", content.url, "v4.29.0"], { ...env, ...environment })).toMatchObject({
      stdout: expect.stringContaining(commit) as string,
    });
  });

  it("throws with git's message when it cannot be created", () => {
    expect(() => createRepository(place("none"), { ...content, tag: "not..allowed" })).toThrow(
      /^git tag not\.\.allowed: fatal/,
    );
  });
});
