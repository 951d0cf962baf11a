import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli";
import { runCli } from "../../support/run-cli";
import { usePrintingPrograms } from "../../support/printing-programs";

/** Answers as Terraform does. */
const terraform = '#!/bin/sh\necho \'{"terraform_version": "1.11.4"}\'\n';
const checksum = createHash("sha256").update(terraform).digest("hex");

describe("glrunner bootstrap", () => {
  usePrintingPrograms();
  let folder: string;
  let home: string;
  let workspace: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-bootstrap-"));
    home = join(folder, "home");
    workspace = join(folder, "work");
    file = join(folder, "given");
    for (const each of [home, join(folder, "tools")]) mkdirSync(each);
    symlinkSync("/bin/sh", join(folder, "tools/sh"));
    tool("git", "git version 2.39.5");
    tool("aws", "aws-cli/2.15.30 Python/3.11.8 Linux/6.1");
    tool("kubectl", "Client Version: v1.35.0");
    writeFileSync(file, terraform);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function tool(name: string, text: string): void {
    writeFileSync(join(folder, "tools", name), `#!/bin/sh\necho '${text}'\n`);
    chmodSync(join(folder, "tools", name), 0o755);
  }

  /** @param answer of the person at the terminal. @default no person can answer */
  async function bootstrap(args: readonly string[], more: NodeJS.ProcessEnv = {}, answer?: string) {
    let asked = "";
    const env = {
      HOME: home,
      PATH: join(folder, "tools"),
      GLRUNNER_CONFIG: join(home, "glrunner.yaml"),
      ...more,
    };
    const ask = (question: string) => {
      asked += question;
      return Promise.resolve(answer ?? "");
    };
    const result = await runCli(["bootstrap", "--workspace", workspace, ...args], {
      env,
      ...(answer !== undefined && { ask }),
    });
    return { ...result, asked };
  }
  const first = (...args: string[]) =>
    bootstrap(["--terraform", file, "--checksum", checksum, "--home", "kept", ...args]);

  it("installs missing programs, reports them, and prints the variables of the shell", async () => {
    const { code, out, err } = await first();
    expect(code).toBe(exitCodes.ok);
    expect(err).toContain(`installed terraform 1.11.4 from ${file}, SHA-256 checked\n`);
    expect(err).toContain("Programs: Terraform 1.11.4, git 2.39.5, aws 2.15.30, kubectl");
    expect(err).toMatch(/^Workspace .*\/work: [\d.]+ [MG]iB free\./m);
    expect(err).toMatch(
      /^Home: [\d.]+ [MG]iB free\. Only .*glrunner.yaml \(does not exist yet: glrunner init\)/m,
    );
    expect(err).not.toContain("warning: the home");
    expect(out).toContain(`export PATH='${workspace}/bin:${folder}/tools'\n`);
    expect(out).toContain(`export GLRUNNER_CONFIG='${home}/glrunner.yaml'\n`);
    expect(out.split("\n")).toHaveLength(10);
    expect(readdirSync(home)).toEqual([]);
  });

  const fromFile = () => ["--terraform", file, "--checksum", checksum, "--home", "kept"];

  it("with --dry-run only lists what it would do, and what it cannot install", async () => {
    for (const name of ["kubectl", "git"]) rmSync(join(folder, "tools", name));
    const mirror = "http://127.0.0.1:9";
    const { code, out } = await bootstrap([...fromFile(), "--mirror", mirror, "--dry-run", "--json"]);
    expect({ code, result: JSON.parse(out) as unknown }).toMatchObject({
      code: 0,
      result: {
        workspace,
        installs: true,
        would: [
          `make ${workspace}`,
          `install terraform from ${file}`,
          expect.stringMatching(
            /^install kubectl v1\.35\.0 from http:\/\/127\.0\.0\.1:9\/release\/.*\/kubectl$/,
          ) as string,
        ],
        missing: [{ what: "git was not found" }],
      },
    });
    expect(existsSync(workspace)).toBe(false);
  });

  it("lists what it would install and asks at a terminal", async () => {
    const no = await bootstrap(fromFile(), {}, "n");
    expect({ code: no.code, out: no.out }).toEqual({ code: exitCodes.cancelled, out: "" });
    expect(no.err).toContain(`  install terraform from ${file}\n`);
    expect(no.asked).toBe("Install this? [y/N] ");
    expect(existsSync(workspace)).toBe(false);
    const yes = await bootstrap(fromFile(), {}, "y");
    expect(yes.code).toBe(exitCodes.ok);
    expect(existsSync(join(workspace, "bin/terraform"))).toBe(true);
    const nothingNew = await bootstrap(["--home", "kept"], {}, "n");
    expect({ code: nothingNew.code, asked: nothingNew.asked }).toEqual({ code: 0, asked: "" });
  });

  it("does not ask with --yes", async () => {
    const { code, asked } = await bootstrap([...fromFile(), "--yes"], {}, "n");
    expect({ code, asked }).toEqual({ code: 0, asked: "" });
    expect(existsSync(join(workspace, "bin/terraform"))).toBe(true);
  });

  it("changes nothing when it runs again", async () => {
    const one = await first();
    const seen = () =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .sort()
        .map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`);
    const before = seen();
    const two = await bootstrap(["--home", "kept"]);
    expect(two.err).toMatch(/^Nothing to do\.\n/);
    expect(two.out).toBe(one.out);
    expect(seen()).toEqual(before);
  });

  it("repairs only the lost workspace of a session", async () => {
    const one = await first();
    rmSync(workspace, { recursive: true });
    expect((await first()).out).toBe(one.out);
    rmSync(join(workspace, "bin/terraform"));
    const { err } = await first();
    expect(err.split("\n")[0]).toBe(`installed terraform 1.11.4 from ${file}, SHA-256 checked`);
  });

  it("refuses a wrong checksum and deletes the file", async () => {
    const { code, err } = await bootstrap(["--terraform", file, "--checksum", "0".repeat(64)]);
    expect(code).toBe(exitCodes.failed);
    expect(err).toContain(
      `missing: ${file} has SHA-256 ${checksum}, not ${"0".repeat(64)}: it was not installed\n`,
    );
    expect(readdirSync(join(workspace, "bin"))).toEqual(["glrunner"]);
  });

  it("names the programs that it cannot install, and how to get them", async () => {
    rmSync(join(folder, "tools/git"));
    rmSync(join(folder, "tools/aws"));
    rmSync(join(folder, "tools/kubectl"));
    const { code, err } = await first();
    expect(code).toBe(exitCodes.failed);
    expect(err).toContain(
      "missing: git was not found\n  fix: install git 2.31 or newer: https://git-scm.com/downloads\n",
    );
    expect(err).toContain(
      "missing: aws was not found\n  fix: install aws 2 or newer: https://docs.aws.amazon.com/",
    );
    expect(err).toContain(
      "warning: kubectl was not found: deploy works without it, jobs and destroy do not\n",
    );
  });

  it.each([
    ["a home that goes", ["--home", "lost"], {}, "--home lost was passed"],
    ["a CI job", [], { CI: "true" }, "this is a CI job (CI is set)"],
  ])("asks for a state elsewhere in %s", async (_, args, more, why) => {
    const { code, err } = await bootstrap(["--terraform", file, "--checksum", checksum, ...args], more);
    expect(code).toBe(exitCodes.ok);
    expect(err).toContain(
      `warning: the home folder is lost with this session: ${why}. A state in it is lost as well, and glrunner can then no longer destroy the cluster\n` +
        "  fix: store the state elsewhere: `glrunner init --state s3://BUCKET/PREFIX`\n",
    );
  });

  it("finds out whether the configuration keeps its state on this machine", async () => {
    const config = join(home, "glrunner.yaml");
    const yaml = "name: ci\nregion: us-west-2\nrunners: [{ name: a, token: 'env:TF_VAR_a' }]\n";
    writeFileSync(config, yaml);
    expect((await first("--home", "lost")).err).toContain(
      `fix: store the state elsewhere: set \`state: { backend: s3, bucket: BUCKET }\` in ${config}; or pass --home kept if the home folder stays\n`,
    );
    writeFileSync(config, `${yaml}state: { backend: s3, bucket: my-bucket }\n`);
    const { err } = await first("--home", "lost");
    expect(err).not.toContain("A state in it");
    expect(err).toContain(`fix: keep ${config} in a repository; the state is already stored elsewhere\n`);
  });

  it("is data with --json", async () => {
    const { out } = await first("--json");
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      workspace,
      config: join(home, "glrunner.yaml"),
      missing: [],
      homeIsKept: true,
      environment: { XDG_CACHE_HOME: join(workspace, "cache") },
    });
  });

  it.each([
    [["--home", "gone"], "--home"],
    [["--checksum", "abc"], "--checksum"],
    [["--mirror", "ftp://mirror"], "ftp://mirror"],
    [["--terraform", "/nowhere/terraform"], "--terraform: there is no file /nowhere/terraform"],
    [["--workspace", ""], "--workspace"],
    [["--write"], "--write"],
    [["here"], "here"],
  ])("refuses %j and writes nothing", async (args, message) => {
    const { code, err } = await bootstrap(args);
    expect(code).toBe(exitCodes.refused);
    expect(err).toContain(message);
    expect(existsSync(workspace)).toBe(false);
  });

  it("refuses a workspace that others may write to", async () => {
    mkdirSync(workspace);
    chmodSync(workspace, 0o777);
    const { code, err } = await first();
    expect(code).toBe(exitCodes.failed);
    expect(err).toContain(`glrunner: ${workspace} is not a folder that only you may write to`);
    expect(readdirSync(workspace)).toEqual([]);
  });

  it("is refused without a home, before it creates anything", async () => {
    const { code, out, err } = await bootstrap([], { HOME: join(folder, "no home") });
    expect(code).toBe(exitCodes.refused);
    expect(out).toBe("");
    expect(err).toContain(`HOME: there is no folder ${folder}/no home [home-missing]\n`);
    expect(err).toContain(`mkdir -p '${folder}/no home'`);
    expect(existsSync(workspace)).toBe(false);
  });
});
