import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { presets } from "../../../src/config/presets";
import { isProblem, questions } from "../../../src/config/presets/questions";
import { parseStateForm, stateForms } from "../../../src/config/backends";
import { nodesAt } from "../../../src/config/input/schema-nodes";
import { parseOptions } from "../../support/synth";

const places = [
  ["local", { backend: "local" }],
  ["~/states", { backend: "local", directory: "~/states" }],
  ["/srv/states", { backend: "local", directory: "/srv/states" }],
  ["s3://my-bucket", { backend: "s3", bucket: "my-bucket" }],
  ["s3://my-bucket/", { backend: "s3", bucket: "my-bucket" }],
  ["s3://my-bucket/ci/runners", { backend: "s3", bucket: "my-bucket", prefix: "ci/runners" }],
  [
    "https://gitlab.com/api/v4/projects/1/terraform/state",
    { backend: "http", address: "https://gitlab.com/api/v4/projects/1/terraform/state" },
  ],
  ["gs://my-bucket/ci", { backend: "gcs", bucket: "my-bucket", prefix: "ci" }],
  [
    "azurerm://group/account/container/ci",
    {
      ...{ backend: "azurerm", resourceGroupName: "group", storageAccountName: "account" },
      ...{ containerName: "container", prefix: "ci" },
    },
  ],
  ["remote://acme", { backend: "remote", organization: "acme" }],
  ["remote://tfe.example.com/acme", { backend: "remote", hostname: "tfe.example.com", organization: "acme" }],
] as const;

describe("the answer about the state", () => {
  it.each(places)("%s is %j", (text, state) => {
    expect(parseStateForm(text)).toEqual(state);
    expect(parseConfig({ name: "ci", region: "us-west-2", state }, parseOptions).ok).toBe(true);
  });

  it("may be any backend of the schema", () => {
    const known = nodesAt(["state", "backend"]).map((node) => node.const);
    expect(new Set(places.map(([, { backend }]) => backend))).toEqual(new Set(known));
    expect(stateForms).toHaveLength(known.length + 1);
  });

  it("is otherwise refused with the short forms, and without a password in it", () => {
    expect(parseStateForm("bucket")).toMatchObject({ code: "wrong-form", path: "state", value: "bucket" });
    const answer = parseStateForm("ftp://user:secret@host/x");
    expect(answer).toMatchObject({ code: "wrong-form" });
    expect(JSON.stringify(answer)).not.toContain("secret");
  });
});

describe("the questions of a preset", () => {
  it("are name, Region, GitLab, allowed addresses, the state, and one for each token", () => {
    const asked = (name: keyof typeof presets) =>
      questions(presets[name].input).map(({ option, runners }) => [option, ...runners]);
    expect(asked("tutorial")).toEqual([["name"], ["region"], ["allow"], ["state"]]);
    expect(asked("standard")).toEqual([
      ["name"],
      ["region"],
      ["gitlab"],
      ["allow"],
      ["state"],
      ["token", "fargate"],
      ["token", "spot"],
    ]);
    expect(asked("thousand").at(-1)).toEqual(["token", ...[1, 2, 3, 4, 5].map((n) => `fargate-${n}`)]);
  });

  it("about a token change every runner that shares it, and no other", () => {
    const { input } = presets.thousand;
    const other = { name: "other", token: "env:OTHER" };
    const all = { ...input, runners: [...(input.runners ?? []), other] };
    const [token] = questions(all).filter(({ option }) => option === "token");
    const answered = token?.answer(all, "ssm:/ci/token");
    if (answered === undefined || isProblem(answered)) throw new Error("no answer");
    expect(answered.runners?.map((runner) => runner.token)).toEqual([
      ...Array.from({ length: 5 }, () => "ssm:/ci/token"),
      "env:OTHER",
    ]);
    expect(token?.present(answered)).toBe("ssm:/ci/token");
  });

  it("show the present value", () => {
    const standing = questions(presets.tutorial.input).map((question) =>
      question.present(presets.tutorial.input),
    );
    expect(standing).toEqual(["glrunner", "us-west-2", "0.0.0.0/0", "~/tfstate"]);
  });

  it("suggest the address of this machine, and accept addresses and blocks", () => {
    const { input } = presets.small;
    const allow = (address?: string) => {
      const found = questions(input, address === undefined ? {} : { address });
      return found.find(({ option }) => option === "allow");
    };
    expect(allow("203.0.113.7")?.suggested).toBe("203.0.113.7/32");
    expect(allow()?.suggested).toBeUndefined();
    expect(allow()?.about).toContain("checkip.amazonaws.com");
    expect(allow()?.answer(input, "203.0.113.7, 198.51.100.0/24")).toMatchObject({
      cluster: { endpoint: { allowedCidrs: ["203.0.113.7/32", "198.51.100.0/24"] } },
    });
  });

  it("about GitLab change every runner", () => {
    const { input } = presets.thousand;
    const gitlab = questions(input).find(({ option }) => option === "gitlab");
    const answered = gitlab?.answer(input, "https://gitlab.example.com");
    expect(answered).toMatchObject({
      runners: Array.from({ length: 5 }, () => ({ gitlabUrl: "https://gitlab.example.com" })),
    });
  });
});
