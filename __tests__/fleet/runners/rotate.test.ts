import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { withRunnersCommand } from "./runners-command";

const ssm = { name: "fargate", token: "ssm:/ci/fargate", tokenRevision: 4 };
const secret = { name: "spare", token: "secretsmanager:ci/spare" };
const into = ["--group", "7", "--yes"];
const resets = /^POST \/runners\/41\/reset/;

describe("runners rotate", () => {
  it("stores a new token, revokes the old one, and reports the new tokenRevision", async () => {
    await withRunnersCommand({ runners: [ssm, secret] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      const old = stores.parameters.get("/ci/fargate")?.value;
      const { code, out, err } = await glrunner(["rotate", "--all", "--yes"]);
      expect(code).toBe(0);
      expect(err).toBe(
        "  fargate  rotate the token of runner 41, glrunner/glrunner/fargate\n" +
          "  spare    rotate the token of runner 42, glrunner/glrunner/spare\n",
      );
      expect(out).toBe(
        "  fargate  rotated: runner 41; its token is stored in ssm:/ci/fargate\n" +
          "  spare    rotated: runner 42; its token is stored in secretsmanager:ci/spare\n" +
          "The cluster still has the old token, which GitLab no longer accepts. Running jobs continue, and no new job starts\n" +
          "until you set in the configuration\n" +
          "  - name: fargate\n    tokenRevision: 5\n" +
          "  - name: spare\n    tokenRevision: 2\n" +
          "and run: glrunner deploy runners\n",
      );
      const now = stores.parameters.get("/ci/fargate")?.value;
      expect(now).toBe(gitlab.runners.get(41)?.token);
      expect(now).not.toBe(old);
      expect(stores.secrets.get("ci/spare")?.value).toBe(gitlab.runners.get(42)?.token);
      expect((await glrunner(["verify"])).code).toBe(0);
    });
  });

  it("keeps the key and the tags of a parameter", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      const { token } = gitlab.add({});
      const tags = { team: "ci" };
      stores.parameters.set("/ci/fargate", {
        value: token,
        type: "SecureString",
        tags,
        key: "alias/ours",
        versions: 1,
      });
      await glrunner(["rotate", "fargate", "--yes"]);
      expect(stores.parameters.get("/ci/fargate")).toMatchObject({ key: "alias/ours", tags, versions: 3 });
    });
  });

  it("requests no token if the store cannot be written", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      const before = gitlab.runners.get(41)?.token;
      stores.refuse("PutParameter");
      const { code, out } = await glrunner(["rotate", "fargate", "--yes"]);
      expect(code).toBe(1);
      expect(out).toContain(
        "failed: runner 41: parameter /ci/fargate: these credentials lack the permission ssm:PutParameter",
      );
      expect(gitlab.runners.get(41)?.token).toBe(before);
      expect(stores.parameters.get("/ci/fargate")?.value).toBe(before);
    });
  });

  it("keeps the new token until the user has fixed the store", async () => {
    await withRunnersCommand({ runners: [secret] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      const answers = ["yes"];
      // The first write is the check before the rotation.
      stores.refuse("PutSecretValue", { skip: 1, times: 3 });
      const { code, err } = await glrunner(["rotate", "spare", "--yes"], { answers });
      expect(code).toBe(0);
      expect(err).toContain(
        "The new token is not stored yet: secret ci/spare: these credentials lack the permission",
      );
      expect(answers).toEqual([]);
      expect(err).toContain(
        "This command keeps the AWS keys of its environment: a login in another terminal does not change them.",
      );
      expect(stores.secrets.get("ci/spare")).toMatchObject({
        value: gitlab.runners.get(41)?.token,
        versions: 3,
      });
      expect((await glrunner(["verify"])).code).toBe(0);
    });
  });

  it("stores the token with AWS credentials that the user has just renewed", async () => {
    await withRunnersCommand({ runners: [secret] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      const folder = mkdtempSync(join(tmpdir(), "glr-"));
      const file = join(folder, "credentials");
      const logIn = (key: string) => {
        writeFileSync(file, `[default]\naws_access_key_id = ${key}\naws_secret_access_key = any\n`);
      };
      logIn("OLD");
      vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", file);
      vi.stubEnv("AWS_CONFIG_FILE", join(folder, "none"));
      try {
        stores.refuse("PutSecretValue", { skip: 1, key: "OLD" });
        const answers = [() => (logIn("NEW"), "y")];
        const env = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
        const { code, err } = await glrunner(["rotate", "spare", "--yes"], { env, answers });
        expect([code, answers]).toEqual([0, []]);
        expect(err).not.toContain("keys are those of this command's environment");
        expect(stores.secrets.get("ci/spare")?.value).toBe(gitlab.runners.get(41)?.token);
      } finally {
        vi.unstubAllEnvs();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });

  it("reports without a terminal that the token is lost, and rotates again", async () => {
    await withRunnersCommand({ runners: [secret] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      stores.refuse("PutSecretValue", { skip: 1, times: 3 });
      const { code, out } = await glrunner(["rotate", "spare", "--yes"]);
      expect(code).toBe(1);
      expect(out).toContain("the old token of runner 41 has ended, and the new one is lost");
      expect(out).toContain("then run `glrunner runners rotate spare`");
      expect((await glrunner(["verify"])).out).toContain(
        "GitLab does not accept the token in secretsmanager:ci/spare",
      );
      expect((await glrunner(["rotate", "spare", "--yes"])).code).toBe(0);
      expect(stores.secrets.get("ci/spare")?.value).toBe(gitlab.runners.get(41)?.token);
    });
  });

  it("repeats a failed rotation, and reports that the old token may have ended if GitLab keeps failing", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      const fault = { fits: resets, answer: { status: 503, body: "<html>" }, after: true };
      gitlab.inject(fault);
      expect((await glrunner(["rotate", "fargate", "--yes"])).code).toBe(0);
      expect(stores.parameters.get("/ci/fargate")?.value).toBe(gitlab.runners.get(41)?.token);
      gitlab.inject({ ...fault, times: 4 });
      const { code, out } = await glrunner(["rotate", "fargate", "--yes"]);
      expect(code).toBe(1);
      expect(out).toContain(
        "503 <html>; the old token may have ended\n           fix: run `glrunner runners rotate fargate`",
      );
    });
  });

  it("finds a runner with a lost token by its description in the given project", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", "--project", "9", "--yes"]);
      stores.parameters.clear();
      expect((await glrunner(["rotate", "fargate", "--group", "7", "--yes"])).out).toContain(
        "if the runner is in another group or project, name that with --group or --project",
      );
      expect((await glrunner(["rotate", "fargate", "--project", "9", "--yes"])).code).toBe(0);
      // The check before the rotation created the parameter, with its tags.
      expect(stores.parameters.get("/ci/fargate")).toMatchObject({
        ...{ value: gitlab.runners.get(41)?.token, tags: { "glrunner/cluster": "glrunner" }, versions: 2 },
      });
    });
  });

  it("refuses several runners with one description", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      const { description, maintenance_note } = gitlab.runners.get(41) ?? {};
      gitlab.add({ description, maintenance_note });
      stores.parameters.clear();
      expect((await glrunner(["rotate", "fargate", "--yes"])).out).toContain(
        "GitLab has several runners glrunner/glrunner/fargate: 41, 42",
      );
    });
  });

  it("does not count the value of the check as a token", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      await glrunner(["create", ...into]);
      stores.parameters.clear();
      gitlab.inject({
        fits: resets,
        answer: { status: 403, body: { message: "403 Forbidden - No access granted" } },
      });
      const { out } = await glrunner(["rotate", "fargate", "--yes"]);
      expect(out).toContain("refuses a new token of runner 41");
      expect(out).toContain("; ssm:/ci/fargate now holds the text no-token-yet, which is no token\n");
      expect(stores.parameters.get("/ci/fargate")?.value).toBe("no-token-yet");
      expect((await glrunner(["verify"])).out).toContain("ssm:/ci/fargate holds no token");
      expect((await glrunner(["rotate", "fargate", "--yes"])).code).toBe(0);
    });
  });
});

describe("runners pause and resume", () => {
  it("change runners in GitLab, for every kind of token store", async () => {
    const runners = [ssm, { name: "shell", token: "env:CI_TOKEN" }];
    await withRunnersCommand({ runners }, async ({ gitlab, glrunner }) => {
      await glrunner(["create", "fargate", ...into]);
      const shell = gitlab.add({});
      const env = { CI_TOKEN: shell.token };
      const paused = await glrunner(["pause", "--all", "--yes"], { env });
      expect({ code: paused.code, out: paused.out }).toEqual({
        code: 0,
        out: "  fargate  paused: runner 41\n  shell    paused: runner 42\n",
      });
      expect([gitlab.runners.get(41)?.paused, shell.paused]).toEqual([true, true]);
      expect((await glrunner(["resume", "shell", "--yes"], { env })).out).toBe(
        "  shell  resumed: runner 42\n",
      );
      expect([gitlab.runners.get(41)?.paused, shell.paused]).toEqual([true, false]);
    });
  });
});

it.each(["rotate", "pause", "resume"])("runners %s requires names or --all", async (action) => {
  await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, glrunner }) => {
    const message = "glrunner: name runners, or give --all [argument-invalid]\n";
    expect(await glrunner([action])).toMatchObject({ code: 2, out: "" });
    for (const args of [[action], [action, "fargate", "--all"]])
      expect((await glrunner(args)).err).toContain(message);
    expect(gitlab.asked).toEqual([]);
  });
});
