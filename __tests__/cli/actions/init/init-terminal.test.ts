import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { exitCodes } from "../../../../src/cli";
import { presetNames, presets } from "../../../../src/config/presets";
import { useInitFolder } from "../../../support/init";

// Whatever machine the test runs on.
vi.mock("../../../../src/clients/system/public-address", () => ({ publicAddress: () => undefined }));

/** Of no real runner. */
const literal = "glrt-abcdefghijklmnopqrst";

const at = useInitFolder();
const { init, written } = at;

describe("glrunner init on a terminal", () => {
  it("asks for the preset, the name, the Region, the state and each token", async () => {
    const typed = [
      ...["standard", "ci", "eu-west-1", "https://gitlab.example.com", "203.0.113.7", "gs://my-bucket"],
      ...["", "ssm:/ci/spot"],
    ];
    const { code, asked, err } = await init({ typed });
    expect(code).toBe(exitCodes.ok);
    expect(asked).toEqual([
      "preset [small]: ",
      "name [glrunner]: ",
      "region [us-west-2]: ",
      "gitlab [https://gitlab.com]: ",
      "allow [0.0.0.0/0]: ",
      "state [local]: ",
      "token of fargate [env:TF_VAR_fargate_token]: ",
      "token of spot [env:TF_VAR_spot_token]: ",
    ]);
    for (const name of presetNames) expect(err).toContain(presets[name].summary);
    expect(written()).toMatchObject({
      ...{ name: "ci", region: "eu-west-1", state: { backend: "gcs", bucket: "my-bucket" } },
      cluster: { endpoint: { allowedCidrs: ["203.0.113.7/32"] } },
      runners: [
        { token: "env:TF_VAR_fargate_token", gitlabUrl: "https://gitlab.example.com" },
        { token: "ssm:/ci/spot" },
      ],
    });
  });

  it("uses the value in brackets for an empty answer", async () => {
    const { asked } = await init({
      typed: ["", "", "", "", "", "", ""],
      env: { AWS_REGION: "eu-central-1" },
    });
    expect(asked).toContain("region [eu-central-1]: ");
    expect(written()).toEqual({ ...presets.small.input, region: "eu-central-1" });
  });

  it("asks nothing that an option answers, and nothing with --yes", async () => {
    const args = ["--preset", "tutorial", "--region", "eu-west-1"];
    expect((await init({ args, typed: ["", "", ""] })).asked).toEqual([
      "name [glrunner]: ",
      "allow [0.0.0.0/0]: ",
      "state [~/tfstate]: ",
    ]);
    at.file = join(at.folder, "second.yaml");
    expect(await init({ args: ["--yes"], typed: [] })).toMatchObject({ code: exitCodes.ok, asked: [] });
  });

  it("refuses options before it asks anything", async () => {
    const { code, asked } = await init({ args: ["--preset", "small", "--name", "Bad"], typed: [] });
    expect({ code, asked }).toEqual({ code: exitCodes.refused, asked: [] });
  });

  it("reports what is wrong with an answer, and asks again", async () => {
    const typed = ["big", "small", "Bad", "ci", "", "", "", "here", "s3://B", "local", literal, "env:CI"];
    const { code, asked, err, left } = await init({ typed });
    expect({ code, left }).toEqual({ code: exitCodes.ok, left: [] });
    expect(asked.map((question) => question.split(" ")[0])).toEqual([
      ...["preset", "preset", "name", "name", "region", "gitlab", "allow"],
      ...["state", "state", "state", "token", "token"],
    ]);
    expect(err).toContain("allowed: lower-case letters, digits and single hyphens; starts with a letter");
    expect(err).toContain("error state.bucket");
    expect(err).toContain("[literal-token]");
    expect(err).not.toContain(literal);
    expect(readFileSync(at.file, "utf8")).not.toContain(literal);
    expect(written()).toMatchObject({ name: "ci", runners: [{ token: "env:CI" }] });
  });

  it("accepts an unknown Region when it is typed again, and sets the key that allows it", async () => {
    const args = ["--preset", "tutorial", "--name", "ci", "--state", "local", "--allow", "203.0.113.7"];
    const corrected = await init({ args, typed: ["us-wst-2", "us-west-2"] });
    expect(corrected.err).toContain("[region-unknown]");
    expect(written()).not.toHaveProperty("allowUnknownRegion");
    at.file = join(at.folder, "second.yaml");
    await init({ args, typed: ["eu-new-9", "eu-new-9"] });
    expect(written()).toMatchObject({ region: "eu-new-9", allowUnknownRegion: true });
  });

  it("writes nothing if the user leaves a question", async () => {
    const { code, err } = await init({ typed: ["small", "ci"] });
    expect(code).toBe(exitCodes.cancelled);
    expect(err).toContain("nothing was written");
    expect(readdirSync(at.folder)).toEqual([]);
  });
});
