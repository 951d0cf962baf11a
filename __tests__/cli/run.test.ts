import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exitCodes } from "../../src/cli";
import { catalogueMarkdown } from "../../src/run/errors/markdown";
import { exportText } from "../../src/cli/actions/modules";
import { runCli } from "../support/run-cli";

describe("glrunner", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glrunner-cli-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const glrunner = (...args: string[]) => runCli(args);
  const config = (text: string) => {
    const path = join(folder, "glrunner.yaml");
    writeFileSync(path, text);
    return path;
  };

  it("prints the file `help`", async () => {
    const { code, out } = await glrunner("help");
    expect(code).toBe(exitCodes.ok);
    expect(out).toBe(readFileSync("help", "utf8"));
    expect((await glrunner("--help")).out).toBe(out);
    expect((await glrunner()).out).toBe(out);
  });

  it("has the error catalogue as a page: if not, run `npm run docs`", () => {
    expect(readFileSync("docs/troubleshooting.md", "utf8")).toBe(catalogueMarkdown());
  });

  it.each([
    [["plan", "--report", "a.html", "--report", "b.pdf"], "--report"],
    [["plan", "--format", "pdf"], "terminal, markdown, html, gitlab"],
    [["deploy", "--journey"], "--journey"],
    [["deploy", "nodes"], "vpc, eks, addons, runners"],
    [["status", "vpc"], "no arguments"],
    [["state"], "move"],
    [["state", "move"], "--to"],
    [["versions", "--on", "soon"], "2027-03-01"],
    [["eject"], "FOLDER"],
    [["completion", "tcsh"], "bash, zsh, fish"],
  ])("refuses %j", async (args, message) => {
    const { code, err } = await glrunner(...args);
    expect({ code, said: err.includes(message) }).toEqual({ code: exitCodes.refused, said: true });
  });

  it("versions on a day are a table", async () => {
    const { code, out } = await glrunner("versions", "--on", "2027-03-01", "--json");
    expect(code).toBe(exitCodes.ok);
    expect(JSON.parse(out)).toMatchObject({ on: "2027-03-01", configured: { kubernetes: "1.35" } });
  });

  it("synth says what each stage holds and where its JSON is", async () => {
    const outdir = join(folder, "out");
    const { code, out } = await glrunner("synth", "-c", "glrunner.yaml", "-o", outdir);
    expect(code).toBe(exitCodes.ok);
    for (const stage of ["vpc", "eks", "addons", "runners"]) {
      expect(out).toContain(join(outdir, "stacks", stage, "cdk.tf.json"));
    }
    expect(out).toContain("module.vpc  (terraform-aws-modules/vpc/aws 4.0.2)");
    expect(out).toContain("helm_release.release_fargate");
    expect(out).toContain("npx cdktf deploy vpc eks addons runners");
    expect(out).toContain("npx cdktf destroy runners addons eks vpc");
  });

  it("synth writes where CDKTF_OUTDIR says, unless --output does", async () => {
    const [named, given] = [join(folder, "named"), join(folder, "given")];
    const env = { CDKTF_OUTDIR: named };
    expect((await runCli(["synth", "-c", "glrunner.yaml"], { env })).out).toContain(join(named, "stacks"));
    const { out } = await runCli(["synth", "-c", "glrunner.yaml", "-o", given], { env });
    expect(out).toContain(join(given, "stacks"));
    expect(out).not.toContain(named);
  });

  it("synth --json is data", async () => {
    const { out } = await glrunner("synth", "-c", "glrunner.yaml", "-o", join(folder, "out"), "--json");
    expect(JSON.parse(out)).toMatchObject({
      name: "glrunner",
      stacks: [{ name: "vpc", backend: "local" }, { name: "eks" }, { name: "addons" }, { name: "runners" }],
    });
  });

  it("refuses a bad configuration with every problem, exit code 2 and nothing written", async () => {
    const path = config("name: Bad_Name\nregion: us-west-2\nnetwrk: {}\n");
    const { code, out, err } = await glrunner("synth", "-c", path, "-o", join(folder, "out"));
    expect(code).toBe(exitCodes.refused);
    expect(out).toBe("");
    expect(err).toContain("name");
    expect(err).toContain("network");
    expect(readdirSync(folder)).toEqual(["glrunner.yaml"]);
  });

  it("check --json gives the problems as data", async () => {
    const { code, out } = await glrunner("check", "--json", "-c", config("name: ci\nregion: nowhere\n"));
    expect(code).toBe(exitCodes.refused);
    expect(JSON.parse(out)).toMatchObject({
      error: {
        code: "configuration-refused",
        details: { problems: [{ path: "region", value: "nowhere" }] },
      },
    });
  });

  it.each([
    [["frobnicate"], "frobnicate is not a command"],
    [["synth", "extra"], "extra"],
    [["--frobnicate"], "--frobnicate"],
  ])("refuses %j with exit code 2", async (args, message) => {
    const { code, err } = await glrunner(...args);
    expect(code).toBe(exitCodes.refused);
    expect(err).toContain(message);
  });

  it("quotes exports for the shell", () => {
    expect(exportText({ A: "it's $HOME" })).toBe("export A='it'\\''s $HOME'\n");
  });
});
