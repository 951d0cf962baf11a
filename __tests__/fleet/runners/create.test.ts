import { describe, expect, it } from "vitest";
import { group, project } from "../../support/gitlab-server";
import { withRunnersCommand, type RunnersCommandProps } from "./runners-command";
import { account } from "./token-stores";

const ssm = { name: "fargate", token: "ssm:/ci/fargate", maximumTimeoutSeconds: 7200 };
const secret = { name: "spare", token: "secretsmanager:ci/spare", tags: ["a", "b c"], protected: true };
const into = ["--group", "acme/platform", "--yes"];
const both: RunnersCommandProps = { runners: [ssm, secret] };
const note = `Made by glrunner for cluster glrunner in AWS account ${account}, us-west-2.`;

describe("runners create", () => {
  it("creates each runner with the settings of the configuration, and stores its token", async () => {
    await withRunnersCommand(both, async ({ gitlab, stores, glrunner }) => {
      const { code, out, err } = await glrunner(["create", ...into]);
      expect({ code, out }).toEqual({
        code: 0,
        out:
          "  fargate  made: runner 41; its token is stored in ssm:/ci/fargate\n" +
          "  spare    made: runner 42; its token is stored in secretsmanager:ci/spare\n",
      });
      expect(err).toBe(
        "  fargate  create it in group acme/platform; store its token in ssm:/ci/fargate\n" +
          "  spare    create it in group acme/platform; store its token in secretsmanager:ci/spare\n",
      );
      expect(gitlab.runners.get(41)).toMatchObject({
        ...{
          runner_type: "group_type",
          owner: group.id,
          description: "glrunner/glrunner/fargate",
          paused: false,
        },
        ...{
          tag_list: ["eks-fargate"],
          run_untagged: false,
          access_level: "not_protected",
          maximum_timeout: 7200,
        },
        ...{ locked: false, maintenance_note: `${note} Its token is in ssm:/ci/fargate.` },
      });
      expect(gitlab.runners.get(42)).toMatchObject({
        ...{ tag_list: ["a", "b c"], access_level: "ref_protected", maximum_timeout: null },
      });
      const tags = { "glrunner/cluster": "glrunner" };
      expect(stores.parameters.get("/ci/fargate")).toMatchObject({
        ...{ value: gitlab.runners.get(41)?.token, type: "SecureString", tags, versions: 1 },
      });
      expect(stores.secrets.get("ci/spare")).toMatchObject({ value: gitlab.runners.get(42)?.token, tags });
    });
  });

  it("locks the runner of a project that is given by id", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, glrunner }) => {
      expect((await glrunner(["create", "--project", "9", "--yes"])).code).toBe(0);
      expect(gitlab.runners.get(41)).toMatchObject({
        runner_type: "project_type",
        owner: project.id,
        locked: true,
      });
    });
  });

  it("changes nothing the second time", async () => {
    await withRunnersCommand(both, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      gitlab.asked.length = 0;
      const { code, out } = await glrunner(["create", "--group", "7"]);
      expect({ code, out }).toEqual({
        code: 0,
        out: "  fargate  in line: runner 41\n  spare    in line: runner 42\n",
      });
      const changing = gitlab.asked.filter(
        ({ method, path }) => method !== "GET" && path !== "/runners/verify",
      );
      expect(changing).toEqual([]);
      expect(stores.parameters.get("/ci/fargate")?.versions).toBe(1);
    });
  });

  it("resets settings that were changed in GitLab, but does not resume a paused runner", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, glrunner }) => {
      await glrunner(["create", ...into]);
      const found = gitlab.runners.get(41);
      Object.assign(found ?? {}, {
        tag_list: ["linux"],
        run_untagged: true,
        maximum_timeout: null,
        paused: true,
      });
      const { code, out, err } = await glrunner(["create", ...into]);
      expect({ code, out }).toEqual({ code: 0, out: "  fargate  changed: runner 41\n" });
      expect(err).toBe(
        "  fargate  change runner 41, glrunner/glrunner/fargate\n" +
          "           tags: linux -> eks-fargate\n" +
          "           runUntagged: true -> false\n" +
          "           maximumTimeoutSeconds: none -> 7200\n",
      );
      expect(found).toMatchObject({
        ...{ tag_list: ["eks-fargate"], run_untagged: false, maximum_timeout: 7200, paused: true },
      });
    });
  });

  it("never changes the runner of another owner whose token is stored", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      const theirs = gitlab.add({ tag_list: ["theirs"], description: "their runner" });
      const kept = { value: theirs.token, type: "SecureString", tags: {}, versions: 1 };
      stores.parameters.set("/ci/fargate", kept);
      const { code, out } = await glrunner(["create", ...into]);
      expect({ code, out }).toEqual({
        code: 1,
        out:
          "  fargate  refused: ssm:/ci/fargate holds the token of runner 41, their runner, and its maintenance note does not name this cluster and AWS account\n" +
          `           fix: change its settings in GitLab; or let glrunner manage it: begin its maintenance note with "${note}"\n`,
      });
      expect(theirs.tag_list).toEqual(["theirs"]);
      expect((await glrunner(["verify"])).out).toContain(
        "fix: change runner 41 in GitLab, or change the configuration",
      );
      theirs.maintenance_note = note;
      expect((await glrunner(["create", ...into])).out).toBe("  fargate  changed: runner 41\n");
      expect(theirs.tag_list).toEqual(["eks-fargate"]);
    });
  });

  it("refuses runners that share one token, and so does rotate", async () => {
    await withRunnersCommand(both, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      const value = gitlab.runners.get(41)?.token ?? "";
      stores.secrets.set("ci/spare", { value, type: "secret", tags: {}, versions: 1 });
      const message =
        "refused: ssm:/ci/fargate and secretsmanager:ci/spare hold the token of the same runner, 41\n";
      for (const args of [
        ["create", ...into],
        ["rotate", "--all", "--yes"],
      ]) {
        const { code, out } = await glrunner(args);
        expect([code, out.split(message).length]).toEqual([1, 3]);
      }
      expect(gitlab.runners.get(41)).toMatchObject({ token: value, tag_list: ["eks-fargate"] });
    });
  });

  it("changes nothing with --dry-run, without an answer, and after the answer no", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      const unapproved = ["create", "--group", "7"];
      const dry = await glrunner([...unapproved, "--dry-run"]);
      expect(dry).toEqual({
        ...{ code: 0, err: "" },
        out: "  fargate  create it in group acme/platform; store its token in ssm:/ci/fargate\n",
      });
      expect((await glrunner(unapproved)).err).toContain("Cancelled: nothing was changed.");
      expect((await glrunner(unapproved, { answers: ["no"] })).code).toBe(4);
      expect(gitlab.runners.size + stores.parameters.size).toBe(0);
      expect((await glrunner(unapproved, { answers: ["y"] })).code).toBe(0);
      expect(gitlab.runners.size).toBe(1);
      // The plan as JSON.
      for (const [dry, would] of [
        [["create", "--group", "7", "--dry-run", "--json"], "nothing"],
        [["rotate", "--all", "--dry-run", "--json"], "rotate"],
      ] as const) {
        const { code, out } = await glrunner(dry);
        const row = { name: "fargate", place: "ssm:/ci/fargate", would, id: 41 };
        expect([code, JSON.parse(out)]).toEqual([0, { runners: [row] }]);
      }
    });
  });

  it("never creates a second runner if the token is lost, and names rotate as the fix", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      stores.parameters.clear();
      const { code, out } = await glrunner(["create", ...into]);
      expect({ code, out }).toEqual({
        code: 1,
        out:
          "  fargate  refused: runner 41, glrunner/glrunner/fargate, already exists in GitLab, and ssm:/ci/fargate holds no token\n" +
          "           fix: give it a new token: `glrunner runners rotate fargate`\n",
      });
      expect(gitlab.runners.size).toBe(1);
      expect((await glrunner(["rotate", "fargate", "--yes"])).code).toBe(0);
      expect(stores.parameters.get("/ci/fargate")?.value).toBe(gitlab.runners.get(41)?.token);
      expect((await glrunner(["create", ...into])).out).toBe("  fargate  in line: runner 41\n");
    });
  });

  it("finds its runner on a later page", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, glrunner }) => {
      for (let count = 0; count < 150; count += 1) gitlab.add({});
      const maintenance_note = `${note} Its token is in ssm:/ci/fargate.`;
      gitlab.add({ description: "glrunner/glrunner/fargate", maintenance_note });
      expect((await glrunner(["create", ...into])).out).toContain("refused: runner 191, ");
      expect(gitlab.runners.size).toBe(151);
    });
  });

  it("refuses a runner with the same name that another AWS account created", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, glrunner }) => {
      const maintenance_note = note.replace(account, "999999999999");
      gitlab.add({ description: "glrunner/glrunner/fargate", maintenance_note });
      const { code, out } = await glrunner(["create", ...into]);
      expect(code).toBe(1);
      expect(out).toContain(
        "already exists in GitLab, and its maintenance note does not name this AWS account",
      );
      expect((await glrunner(["rotate", "fargate", "--yes"])).out).toContain(
        "GitLab has no runner glrunner/glrunner/fargate of this AWS account",
      );
      expect(gitlab.asked.filter(({ path }) => path.endsWith("reset_authentication_token"))).toEqual([]);
    });
  });

  it("replaces a token that GitLab no longer accepts, and reports the new tokenRevision", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      gitlab.runners.clear();
      const { code, out } = await glrunner(["create", ...into]);
      expect(code).toBe(0);
      expect(out).toContain("  fargate  made: runner 42; its token is stored in ssm:/ci/fargate\n");
      expect(out).toContain("  - name: fargate\n    tokenRevision: 2\nand run: glrunner deploy runners\n");
      expect(stores.parameters.get("/ci/fargate")).toMatchObject({
        value: gitlab.runners.get(42)?.token,
        versions: 2,
      });
    });
  });

  it("neither overwrites a value that is no runner token nor sends it to GitLab", async () => {
    await withRunnersCommand({ runners: [ssm, secret] }, async ({ gitlab, stores, glrunner }) => {
      stores.parameters.set("/ci/fargate", {
        value: "a password",
        type: "SecureString",
        tags: {},
        versions: 1,
      });
      stores.parameters.set("/ci/plain", { value: "x", type: "String", tags: {}, versions: 1 });
      const { code, out } = await glrunner(["create", ...into]);
      expect(code).toBe(1);
      expect(out).toContain("refused: ssm:/ci/fargate holds a value that is no runner authentication token");
      // The other runners are still created.
      expect(out).toContain("spare    made: runner 41");
      expect(JSON.stringify(gitlab.asked)).not.toContain("a password");
      expect(stores.parameters.get("/ci/fargate")?.value).toBe("a password");
    });
  });

  it.each([
    JSON.stringify({ runner: "glrt-canary-0123456789", registryPassword: "hunter2" }),
    "glrt-canary-0123456789\n",
    "password glrt-canary-0123456789",
    "glrt-",
  ])("does not accept text that only contains a token: %j", async (value) => {
    await withRunnersCommand({ runners: [secret] }, async ({ gitlab, stores, glrunner }) => {
      stores.secrets.set("ci/spare", { value, type: "secret", tags: {}, versions: 1 });
      const { code, out } = await glrunner(["create", ...into]);
      expect([code, out]).toEqual([1, expect.stringContaining("holds a value that is no runner")]);
      expect(gitlab.asked.filter(({ method }) => method !== "GET")).toEqual([]);
      expect(stores.secrets.get("ci/spare")).toMatchObject({ value, versions: 1 });
    });
  });

  it("verifies a token with a custom prefix", async () => {
    await withRunnersCommand({ runners: [secret] }, async ({ gitlab, stores, glrunner }) => {
      const value = "acme-glrt-t3_canary.01.0123456789";
      gitlab.tokens.push(value);
      stores.secrets.set("ci/spare", { value, type: "secret", tags: {}, versions: 1 });
      await glrunner(["verify"]);
      expect(gitlab.asked.map(({ path }) => path)).toEqual(["/runners/verify"]);
    });
  });

  it("refuses a parameter that is not encrypted", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      stores.parameters.set("/ci/fargate", { value: "x", type: "String", tags: {}, versions: 1 });
      expect((await glrunner(["create", ...into])).out).toContain(
        "parameter /ci/fargate is not encrypted, and AWS cannot change the type of a parameter",
      );
      expect(gitlab.runners.size).toBe(0);
    });
  });

  it("reports that GitLab may have created the runner if the request failed, and does not repeat the request", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, glrunner }) => {
      gitlab.inject({ fits: /^POST \/user\/runners/, answer: { status: 502, body: "<html>" }, after: true });
      const { code, out } = await glrunner(["create", ...into]);
      expect(code).toBe(1);
      expect(out).toContain(
        "GitLab may have created it\n           fix: run `glrunner runners create` again: it finds the runner",
      );
      expect(gitlab.runners.size).toBe(1);
      expect((await glrunner(["create", ...into])).out).toContain(
        "refused: runner 41, glrunner/glrunner/fargate, already exists",
      );
    });
  });

  it("reports as JSON when the token expires in GitLab", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, glrunner }) => {
      gitlab.expires = "2027-02-01T00:00:00.000Z";
      const { out } = await glrunner(["create", ...into, "--json"]);
      expect(JSON.parse(out)).toEqual({
        runners: [
          {
            ...{ name: "fargate", place: "ssm:/ci/fargate", did: "made", id: 41 },
            expires: "2027-02-01T00:00:00.000Z",
          },
        ],
      });
    });
  });
});
