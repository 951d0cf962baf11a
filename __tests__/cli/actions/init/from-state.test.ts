import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exitCodes } from "../../../../src/cli";
import { presets } from "../../../../src/config/presets";
import { writeState, type StateDocument } from "../../../../src/clients/terraform/state-document";
import { initAt } from "../../../support/init";
import { configOf } from "../../../support/synth";
import { managed, tutorialState } from "../../../support/tutorial-state";

const canary = "canary-3e91b7";

let home: string;
let file: string;
let state: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "glrunner-adopt-"));
  file = join(home, "glrunner.yaml");
  mkdirSync(join(home, "tfstate"));
  state = join(home, "tfstate/runner.tfstate");
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const built = (): StateDocument => tutorialState(configOf(presets.tutorial.input));
const adopt = (args: readonly string[] = [], from = state) =>
  initAt(file, { args: ["--from-state", from, ...args], env: { HOME: home } });

describe("glrunner init --from-state", () => {
  it("writes the configuration of the cluster, with comments, and asks nothing", async () => {
    writeFileSync(state, writeState(built()));
    const { code, out } = await adopt();
    expect(code).toBe(exitCodes.ok);
    const text = readFileSync(file, "utf8");
    expect(parse(text)).toEqual({
      ...presets.tutorial.input,
      network: { cidr: "10.0.0.0/16", zones: 3, nat: "single" },
    });
    expect(text).toContain(
      "# The cluster that the Terraform state ~/tfstate/runner.tfstate holds, so that a plan",
    );
    expect(text).toContain("Written by `glrunner init --from-state`.");
    expect(out).toContain(
      "The configuration expresses the whole state: `glrunner plan` changes only ECR Public's password.",
    );
    expect(out).not.toContain("--journey");
  });

  it("lists what it cannot express, also as data and without secrets", async () => {
    const values = [`runnerRegistrationToken: ${canary}\nenvVars: [{ name: A, value: ${canary} }]\n`];
    const release = {
      name: "runner1",
      namespace: "gitlab-runner",
      chart: "gitlab-runner",
      version: "0.90.0",
    };
    const { resources, ...rest } = built();
    const more = [
      managed("helm_release.runner1", [undefined, { ...release, values }]),
      managed("aws_s3_bucket.mine", [undefined, { bucket: canary }]),
    ];
    writeFileSync(state, writeState({ ...rest, resources: [...resources, ...more] }));
    const { code, out, err } = await adopt(["--json"]);
    expect(code).toBe(exitCodes.ok);
    expect(JSON.parse(out)).toMatchObject({
      fromState: state,
      values: { runners: [{ name: "runner1", tags: [], runUntagged: true }] },
    });
    expect(out).toContain("aws_s3_bucket.mine");
    expect(out + err + readFileSync(file, "utf8")).not.toContain(canary);
    rmSync(file);
    expect((await adopt()).out).toContain(
      "\nDifferent from the state:\n  helm_release.runner1\n      the configuration declares the runner runner1 at helm_release.release_runner1",
    );
  });

  it("names the place for a state with another file name", async () => {
    const other = join(home, "tfstate/terraform.tfstate");
    writeFileSync(other, writeState(built()));
    const { out } = await adopt([], other);
    expect(out).toContain(`fix: copy it there: cp -n ${other} ${state}\n`);
    expect(parse(readFileSync(file, "utf8"))).toMatchObject({ state: { directory: "~/tfstate" } });
    writeFileSync(state, "{}");
    rmSync(file);
    expect((await adopt([], other)).out).toContain(
      "fix: another state is there: copy this one as runner.tfstate into a folder of its own",
    );
  });

  it.each([
    ["not there", undefined, "cannot be read"],
    ["no JSON", "resource {}", "is not JSON"],
    ["of another version", '{"version":3}', "is not a state of version 4"],
    ["of something else", writeState({ ...built(), resources: [] }), "holds no EKS cluster"],
  ])("refuses a state that is %s, and writes nothing", async (_, text, said) => {
    if (text !== undefined) writeFileSync(state, text);
    const { code, err } = await adopt();
    expect(code).toBe(exitCodes.refused);
    expect(err).toContain(said);
    expect(readdirSync(home)).toEqual(["tfstate"]);
  });

  it("refuses a state whose configuration breaks a rule, also as data", async () => {
    const other = built();
    const text = writeState(other).replaceAll('"name": "glrunner"', '"name": "GL_Runner"');
    writeFileSync(state, text);
    const { code, out } = await adopt(["--json"]);
    expect(code).toBe(exitCodes.refused);
    expect(JSON.parse(out)).toMatchObject({
      error: { details: { problems: [{ code: "wrong-form", path: "name" }] } },
    });
    expect(existsSync(file)).toBe(false);
  });

  it.each(["--preset", "--name", "--region", "--state", "--token"])(
    "accepts no %s with it",
    async (option) => {
      writeFileSync(state, writeState(built()));
      const { code, err } = await adopt([option, "small"]);
      expect(code).toBe(exitCodes.refused);
      expect(err).toContain(`what ${option} would set [option-conflict]`);
      expect(existsSync(file)).toBe(false);
    },
  );
});
