import { describe, expect, it } from "vitest";
import { withRunnersCommand } from "./runners-command";

const ssm = { name: "fargate", token: "ssm:/ci/fargate" };
const into = ["--group", "7", "--yes"];

describe("runners verify", () => {
  it("accepts the runners that create made, and counts their managers without this command itself", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, glrunner }) => {
      await glrunner(["create", ...into]);
      await glrunner(["verify"]);
      gitlab.runners
        .get(41)
        ?.managers.push({ system_id: "r_1", status: "online" }, { system_id: "r_2", status: "stale" });
      const { code, out } = await glrunner(["verify"]);
      expect({ code, out }).toEqual({
        code: 0,
        out:
          "  fargate  ok: runner 41, glrunner/glrunner/fargate; 1 managers online\n" +
          "1 ok, 0 different, 0 wrong, 0 unknown\n",
      });
    });
  });

  it("reports every difference with its fix, and that a runner is paused", async () => {
    const props = { runners: [{ ...ssm, tags: ["b", "a"], locked: false }] };
    await withRunnersCommand(props, async ({ gitlab, glrunner }) => {
      await glrunner(["create", "--project", "acme/app", "--yes"]);
      const found = gitlab.runners.get(41) ?? {};
      Object.assign(found, {
        tag_list: ["a", "b"],
        locked: true,
        access_level: "ref_protected",
        paused: true,
      });
      Object.assign(found, { run_untagged: true, maximum_timeout: 900 });
      const { code, out } = await glrunner(["verify"]);
      expect({ code, out }).toEqual({
        code: 1,
        out:
          "  fargate  different: runner 41, glrunner/glrunner/fargate; paused: it takes no jobs; 0 managers online; its settings in GitLab differ from the configuration\n" +
          "           runUntagged: true in GitLab, false in the configuration\n" +
          "           locked: true in GitLab, false in the configuration\n" +
          "           protected: true in GitLab, false in the configuration\n" +
          "           maximumTimeoutSeconds: 900 in GitLab, none in the configuration\n" +
          "           fix: run `glrunner runners create fargate` with the runner's --group or --project\n" +
          "0 ok, 1 different, 0 wrong, 0 unknown\n",
      });
      await glrunner(["create", "--project", "acme/app", "--yes"]);
      expect((await glrunner(["verify"])).code).toBe(0);
    });
  });

  it("reports what it can check for each kind of token", async () => {
    const runners = [
      { name: "shell", token: "env:CI_TOKEN" },
      { name: "unset", token: "env:OTHER_TOKEN" },
      { name: "cluster", token: "kubernetes:mine" },
      { name: "nowhere", token: "ssm:/ci/nowhere" },
      { name: "dead", token: "secretsmanager:ci/dead" },
      { name: "alien", token: "ssm:/ci/alien" },
      { name: "old", token: "env:OLD_TOKEN", tokenType: "registration" },
    ];
    await withRunnersCommand({ runners }, async ({ gitlab, stores, glrunner }) => {
      const { token } = gitlab.add({ tag_list: ["eks-fargate"], run_untagged: false });
      gitlab.tokens.push("glrt-dead-canary-0123456789");
      stores.secrets.set("ci/dead", {
        value: "glrt-dead-canary-0123456789",
        type: "secret",
        tags: {},
        versions: 1,
      });
      stores.parameters.set("/ci/alien", { value: "hunter2", type: "SecureString", tags: {}, versions: 1 });
      const { code, out } = await glrunner(["verify", "--json"], { env: { TF_VAR_CI_TOKEN: token } });
      expect(code).toBe(1);
      const rows: unknown = JSON.parse(out);
      expect(rows).toMatchObject({
        runners: [
          { name: "shell", verdict: "ok", id: 41, description: "by hand", differences: [], paused: false },
          { verdict: "wrong", code: "token-missing" },
          { name: "cluster", verdict: "unknown" },
          { verdict: "wrong", code: "token-missing" },
          { verdict: "wrong", code: "token-not-accepted" },
          { verdict: "wrong", code: "token-not-a-runners" },
          { name: "old", verdict: "unknown" },
        ],
      });
      expect(JSON.stringify(gitlab.asked) + out).not.toContain("hunter2");
    });
  });

  it("succeeds if it only finds unknown runners, and checks only the named ones", async () => {
    const runners = [{ name: "cluster", token: "kubernetes:mine" }, ssm];
    await withRunnersCommand({ runners }, async ({ gitlab, glrunner }) => {
      expect((await glrunner(["verify", "cluster"])).code).toBe(0);
      expect((await glrunner(["verify"])).code).toBe(1);
      expect(gitlab.asked).toEqual([]);
    });
  });

  it("changes nothing, in GitLab or in AWS", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      gitlab.asked.length = 0;
      stores.asked.length = 0;
      await glrunner(["verify"]);
      expect(gitlab.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
        "POST /runners/verify",
        "GET /runners/41",
        "GET /runners/41/managers",
      ]);
      expect(stores.asked).toEqual(["GetParameter"]);
      // GitLab identifies the runner by its token alone.
      expect(gitlab.asked[0]?.accessToken).toBeUndefined();
    });
  });
});
