import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { exitCodes, run } from "../../../../src/cli";
import { configJsonSchema } from "../../../../src/config/docs/json-schema";
import { presetNames, presets } from "../../../../src/config/presets";
import { useInitFolder, type InitOptions } from "../../../support/init";

/** Of no real runner. */
const literal = "glrt-abcdefghijklmnopqrst";

const at = useInitFolder();
const { init, written } = at;

describe("glrunner init without a terminal", () => {
  it("uses the preset small and its values", async () => {
    const { code, out } = await init({});
    expect(code).toBe(exitCodes.ok);
    expect(written()).toEqual(presets.small.input);
    expect(out).toContain(`Wrote ${at.file}: preset small, cluster glrunner in us-west-2.\n`);
  });

  it("accepts every answer as an option", async () => {
    const { code } = await init({
      args: [
        ...["--preset", "standard", "--name", "ci", "--region", "eu-west-1", "--state", "s3://my-bucket/ci"],
        ...["--token", "fargate=ssm:/ci/fargate", "--token", "spot=secretsmanager:ci-spot"],
      ],
    });
    expect(code).toBe(exitCodes.ok);
    const { input } = presets.standard;
    const [fargate, spot] = input.runners ?? [];
    expect(written()).toEqual({
      ...{ ...input, name: "ci", region: "eu-west-1" },
      runners: [
        { ...fargate, token: "ssm:/ci/fargate" },
        { ...spot, token: "secretsmanager:ci-spot" },
      ],
      state: { backend: "s3", bucket: "my-bucket", prefix: "ci" },
    });
  });

  it.each([
    [{ AWS_REGION: "eu-north-1", AWS_DEFAULT_REGION: "eu-west-1" }, [], "eu-north-1"],
    [{ AWS_DEFAULT_REGION: "eu-west-1" }, [], "eu-west-1"],
    [{ AWS_REGION: "nowhere" }, [], "us-west-2"],
    [{ AWS_REGION: "eu-north-1" }, ["--region", "eu-west-3"], "eu-west-3"],
  ])("is in the Region of the environment %j with %j: %s", async (env, args, region) => {
    await init({ env, args });
    expect(written()).toMatchObject({ region });
  });

  it("writes the file without what GLRUNNER__ variables set for single commands", async () => {
    await init({ env: { GLRUNNER__NAME: "other", GLRUNNER__REGION: "nowhere" } });
    expect(written()).toEqual(presets.small.input);
  });

  it("sets a shared token by the name of any of its runners", async () => {
    await init({ args: ["--preset", "thousand", "--token", "fargate-3=env:CI_TOKEN"] });
    const tokens = z.object({ runners: z.array(z.object({ token: z.string() })) }).parse(written()).runners;
    expect(tokens).toEqual(Array.from({ length: 5 }, () => ({ token: "env:CI_TOKEN" })));
  });

  it.each([
    [["--preset", "thousnd"], "did you mean thousand?"],
    [["--name", "Bad_Name"], "allowed: lower-case letters, digits and single hyphens; starts with a letter"],
    [["--region", "nowhere"], "allowed: a Region such as us-west-2"],
    [["--state", "bucket"], "s3://BUCKET[/FOLDER]"],
    [["--state", "s3://B"], "error --state"],
    [["--state", "./here"], "error --state"],
    [["--token", "runner=env:A"], "allowed: fargate=REFERENCE"],
    [["--token", "fargate=A"], "env:NAME, ssm:/path, secretsmanager:name or kubernetes:secret-name"],
    [["--preset", "tutorial", "--token", "fargate=env:A"], "nothing: the preset has no runners"],
  ])("refuses %j with the words of the schema, and writes nothing", async (args, said) => {
    const { code, err } = await init({ args });
    expect(code).toBe(exitCodes.refused);
    expect(err).toContain(said);
    expect(readdirSync(at.folder)).toEqual([]);
  });

  it("reports every problem at once, and as data with --json", async () => {
    const args = ["--json", "--name", "Bad", "--region", "x", "--state", "s3://B"];
    const { code, out } = await init({ args });
    expect(code).toBe(exitCodes.refused);
    expect(JSON.parse(out)).toMatchObject({
      error: { details: { problems: [{ path: "--name" }, { path: "--region" }, { path: "--state" }] } },
    });
  });

  it.each([
    [`fargate=${literal}`, "literal-token"],
    [literal, "the preset has no such runner"],
    ["fargate=env:A=glrt-abcdefghijklmnopqrst", "literal-token"],
  ])("never prints a token that was passed by mistake", async (token, reason) => {
    for (const json of [[], ["--json"]]) {
      const { code, out, err } = await init({ args: ["--token", token, ...json] });
      expect(code).toBe(exitCodes.refused);
      expect(out + err).toContain(reason);
      expect(out + err).not.toContain("abcdefghijklmnopqrst");
      expect(existsSync(at.file)).toBe(false);
    }
  });
});

describe("the file of glrunner init", () => {
  it("is never overwritten, and init then asks nothing", async () => {
    writeFileSync(at.file, "mine\n");
    const { code, err, asked } = await init({ typed: [] });
    expect({ code, asked }).toEqual({ code: exitCodes.refused, asked: [] });
    expect(err).toContain("name another file with --output FILE");
    expect(readFileSync(at.file, "utf8")).toBe("mine\n");
    expect(readdirSync(at.folder)).toEqual(["glrunner.yaml"]);
  });

  it("needs an existing folder", async () => {
    at.file = join(at.folder, "none", "glrunner.yaml");
    const { code, err } = await init({});
    expect(code).toBe(exitCodes.refused);
    expect(err).toContain(`there is no folder ${join(at.folder, "none")}`);
  });

  it("is the file that other commands read, also with GLRUNNER_CONFIG", async () => {
    const other = join(at.folder, "other.yaml");
    const out: string[] = [];
    const terminal = { out: (text: string) => out.push(text), err: () => undefined, interactive: false };
    const code = await run(["init"], { HOME: "/home/user", GLRUNNER_CONFIG: other }, terminal);
    expect(code).toBe(exitCodes.ok);
    expect(parse(readFileSync(other, "utf8"))).toEqual(presets.small.input);
    expect(out.join("")).toContain("\n  glrunner check\n");
  });

  it("has the schema next to it if the project's own is missing", async () => {
    const { out } = await init({});
    expect(readFileSync(at.file, "utf8").split("\n")[0]).toBe(
      "# yaml-language-server: $schema=glrunner.schema.json",
    );
    const schema: unknown = JSON.parse(readFileSync(join(at.folder, "glrunner.schema.json"), "utf8"));
    expect(schema).toEqual(configJsonSchema());
    expect(out).toContain("with glrunner.schema.json next to it.\n");
  });

  it("uses an existing schema, and reports one of another version", async () => {
    await init({});
    at.file = join(at.folder, "second.yaml");
    expect((await init({})).out).toContain("Editors complete and check the file with");
    writeFileSync(join(at.folder, "glrunner.schema.json"), "{}");
    at.file = join(at.folder, "third.yaml");
    const { code, out } = await init({});
    expect(code).toBe(exitCodes.ok);
    expect(out).toContain("glrunner.schema.json next to it belongs to another version");
    expect(readFileSync(join(at.folder, "glrunner.schema.json"), "utf8")).toBe("{}");
  });

  it("names the project's schema from a folder inside of it", async () => {
    mkdirSync(join(at.folder, "docs"));
    writeFileSync(join(at.folder, "docs/glrunner.schema.json"), "{}");
    mkdirSync(join(at.folder, "teams/a"), { recursive: true });
    at.file = join(at.folder, "teams/a/ci.yaml");
    await init({});
    expect(readFileSync(at.file, "utf8")).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/\.\.\/docs\/glrunner\.schema\.json\n/,
    );
    expect(readdirSync(join(at.folder, "teams/a"))).toEqual(["ci.yaml"]);
  });

  it.each(presetNames)(
    "is examples/%s.yaml, by default: if not, delete that and run init --preset with --output there",
    async (preset) => {
      mkdirSync(join(at.folder, "docs"));
      writeFileSync(join(at.folder, "docs/glrunner.schema.json"), "{}");
      mkdirSync(join(at.folder, "examples"));
      at.file = join(at.folder, "examples", `${preset}.yaml`);
      await init({ args: ["--preset", preset] });
      expect(readFileSync(join("examples", `${preset}.yaml`), "utf8")).toBe(readFileSync(at.file, "utf8"));
    },
  );

  it("the examples hold only presets and pipelines", () => {
    expect(readdirSync("examples").sort()).toEqual(
      ["ci", "release", ...presetNames.map((name) => `${name}.yaml`)].sort(),
    );
  });
});

describe("the next steps of glrunner init", () => {
  const next = async (session: InitOptions) => {
    const { out } = await init({ ...session, args: [...(session.args ?? []), "--json"] });
    const steps = z.object({ next: z.array(z.object({ command: z.string(), why: z.string() })) });
    return steps.parse(JSON.parse(out)).next.map(({ command }) => command);
  };

  it("are data with --json, next to the file, the preset and its values", async () => {
    const { out } = await init({ args: ["--json"] });
    expect(JSON.parse(out)).toMatchObject({
      ...{ path: at.file, preset: "small", schema: "glrunner.schema.json" },
      values: JSON.parse(JSON.stringify(presets.small.input)) as unknown,
    });
  });

  it("are each token of the environment, then the commands that read this file", async () => {
    const args = ["--preset", "standard", "--token", "fargate=env:CI_TOKEN"];
    expect(await next({ args })).toEqual([
      "read -rs CI_TOKEN && export CI_TOKEN",
      "read -rs TF_VAR_spot_token && export TF_VAR_spot_token",
      `glrunner check --config ${at.file}`,
      `glrunner plan --journey --config ${at.file}`,
      `glrunner deploy --config ${at.file}`,
    ]);
  });

  it("have no token that is stored elsewhere, and one line for five managers", async () => {
    expect((await next({ args: ["--token", "fargate=ssm:/ci"] }))[0]).toMatch(/^glrunner check/);
    at.file = join(at.folder, "second.yaml");
    expect((await next({ args: ["--preset", "thousand"] })).slice(0, 2)).toEqual([
      "read -rs TF_VAR_fargate_token && export TF_VAR_fargate_token",
      `glrunner check --config ${at.file}`,
    ]);
  });

  it("have a plan instead of a journey for an existing cluster", async () => {
    const commands = await next({ args: ["--preset", "tutorial"] });
    expect(commands.map((command) => command.split(" ")[1])).toEqual(["check", "plan", "destroy"]);
    expect(commands.join()).not.toContain("--journey");
  });

  it("can be pasted into a shell", async () => {
    at.file = join(at.folder, "it's mine.yaml");
    const quoted = `'${at.folder}/it'\\''s mine.yaml'`;
    expect((await next({})).at(-1)).toBe(`glrunner deploy --config ${quoted}`);
    at.file = join(at.folder, "second.yaml");
    for (const event of ["npx", "demo"]) {
      const env = { npm_lifecycle_event: event };
      expect((await next({ env })).at(-1)).toBe(`npx glrunner deploy --config ${at.file}`);
      at.file = join(at.folder, "third.yaml");
    }
  });
});
