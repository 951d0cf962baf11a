import { describe, expect, it } from "vitest";
import { inputProblems, type Inputs } from "../../../src/fleet/runners/validate-inputs";
import { configOf, runner } from "../../config/samples";
import { withRunnersCommand } from "./runners-command";

const ssm = { token: "ssm:/ci/fargate" };
const asked = { names: [], accessToken: "glpat-any", to: "write" } as const;

function what(runners: readonly Readonly<Record<string, unknown>>[], change: Partial<Inputs> = {}) {
  const config = configOf({ runners: runners.map(runner) });
  return inputProblems({ ...asked, config, ...change }).map((problem) => problem.what);
}

describe("before any request", () => {
  it("a runner with a writable token store has no problem", () => {
    expect(what([ssm])).toEqual([]);
    expect(what([{ token: "env:TOKEN" }, { name: "b", token: "kubernetes:mine" }], { to: "look" })).toEqual(
      [],
    );
  });

  it.each([
    [undefined, "GITLAB_TOKEN is not set"],
    ["", "GITLAB_TOKEN is not set"],
    ["glpat-any\n", "GITLAB_TOKEN contains white space or other characters that no token has"],
    ["glpat-\u00e9", "GITLAB_TOKEN contains white space or other characters that no token has"],
    ["glcbt-64_any", "GITLAB_TOKEN is a job token, which may not manage runners"],
    ["gloas-any", "GITLAB_TOKEN is an OAuth application secret, which may not manage runners"],
    ["glrt-any", "GITLAB_TOKEN is a runner authentication token, which may not manage runners"],
    ["gldt-any", "GITLAB_TOKEN is a deploy token, which may not manage runners"],
  ])("GITLAB_TOKEN %j is refused", (accessToken, message) => {
    expect(what([ssm], { accessToken })).toEqual([message]);
  });

  it("GITLAB_TOKEN may have a custom prefix", () => {
    expect(what([ssm], { accessToken: "acme-0123456789" })).toEqual([]);
  });

  it("tokens that cannot be written or that two runners share are refused", () => {
    expect(what([{ token: "env:TOKEN" }])).toEqual([
      "runner runner1: env:TOKEN is a variable of your shell, which no command can set",
    ]);
    expect(what([{ token: "kubernetes:mine" }])).toEqual([
      "runner runner1: kubernetes:mine is your own secret in the cluster, which this command does not write",
    ]);
    expect(what([{ token: "ssm:/a", tokenType: "registration" }])).toEqual([
      "runner runner1 has a registration token, and registers itself",
    ]);
    expect(what([ssm, { ...ssm, name: "b" }])).toEqual([
      "runners runner1, b share ssm:/ci/fargate, and each runner in GitLab has its own token",
    ]);
  });

  it("a runner that no token identifies must be paused in GitLab", () => {
    const cluster = { name: "cluster", token: "kubernetes:mine" };
    const old = { name: "old", token: "env:OLD", tokenType: "registration" };
    expect(what([ssm, { name: "b", token: "env:TOKEN" }], { to: "pause" })).toEqual([]);
    expect(what([ssm, cluster, old], { to: "pause" })).toEqual([
      "runner cluster: kubernetes:mine is a secret in the cluster, which this command does not read",
      "runner old registers itself, and its token does not identify it in GitLab",
    ]);
  });

  it("a token is sent only over encrypted connections and to one GitLab", () => {
    const open = "the connection to http://gitlab.acme.test is not encrypted, and would expose the token";
    expect(what([{ ...ssm, gitlabUrl: "http://gitlab.acme.test" }])).toEqual([open]);
    for (const host of ["127.0.0.1:8080", "localhost", "[::1]:80"]) {
      expect(what([{ ...ssm, gitlabUrl: `http://${host}` }])).toEqual([]);
    }
    for (const host of ["127.0.0.1.acme.test", "localhost.acme.test"]) {
      expect(what([{ ...ssm, gitlabUrl: `http://${host}` }])).toHaveLength(1);
    }
    const two = [ssm, { name: "b", token: "ssm:/b", gitlabUrl: "https://gitlab.acme.test" }];
    expect(what(two)).toEqual([
      "GITLAB_TOKEN belongs to one GitLab, and the runners to several: https://gitlab.com, https://gitlab.acme.test",
    ]);
    expect(what(two, { names: ["b"] })).toEqual([]);
    expect(what([ssm, { name: "b", token: "ssm:/b", gitlabUrl: "https://gitlab.com/" }])).toEqual([]);
  });

  it("every problem is reported at once, each with a fix, without a request", async () => {
    const runners = [
      { name: "a", token: "env:TOKEN" },
      { name: "b", token: "ssm:/b", gitlabUrl: "http://gitlab.acme.test" },
    ];
    await withRunnersCommand({ runners }, async ({ gitlab, stores, glrunner }) => {
      const options = { env: { GITLAB_TOKEN: "glcbt-64_any" } };
      const { code, out, err } = await glrunner(["create", "a", "b", "c", "--instance", "--yes"], options);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err.match(/^glrunner: /gm)).toHaveLength(5);
      expect(err.match(/^ {2}fix: /gm)).toHaveLength(5);
      const asData = await glrunner(["verify", "c", "--json"], options);
      expect(JSON.parse(asData.out)).toMatchObject({
        error: {
          code: "runners-refused",
          details: {
            problems: [
              { code: "runner-unknown", message: "no runner is called c", fix: "name one of a, b" },
              { code: "gitlab-token-kind" },
            ],
          },
        },
      });
      expect([gitlab.asked, stores.asked]).toEqual([[], []]);
    });
  });

  it("create requires one group or project, and the other commands allow at most one", async () => {
    await withRunnersCommand({ runners: [{ name: "a", ...ssm }] }, async ({ gitlab, glrunner }) => {
      for (const places of [[], ["--group", "7", "--instance"], ["--group", "7", "--project", "9"]]) {
        expect(await glrunner(["create", ...places])).toMatchObject({ code: 2, out: "" });
      }
      expect((await glrunner(["rotate", "a", "--group", "7", "--instance"])).code).toBe(2);
      expect(gitlab.asked).toEqual([]);
    });
  });
});
