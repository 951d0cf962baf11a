import { describe, expect, it } from "vitest";
import { withRunnersCommand } from "./runners-command";

const ssm = { name: "fargate", token: "ssm:/ci/fargate" };
const secret = { name: "spare", token: "secretsmanager:ci/spare" };
const into = ["--group", "7", "--yes"];

describe("runners create, when it stores the token", () => {
  it("deletes the new runner if its token cannot be stored", async () => {
    await withRunnersCommand({ runners: [secret] }, async ({ gitlab, stores, glrunner }) => {
      stores.refuse("CreateSecret", { echo: true });
      const { code, out } = await glrunner(["create", ...into]);
      expect({ code, out }).toEqual({
        code: 1,
        out:
          "  spare  failed: secret ci/spare: these credentials lack the permission secretsmanager:CreateSecret or secretsmanager:TagResource; the new runner 41 was deleted again\n" +
          "         fix: add the permissions that `glrunner policy` prints to your AWS identity; for your own KMS key also kms:Encrypt, kms:GenerateDataKey and kms:Decrypt\n",
      });
      expect(gitlab.runners.size).toBe(0);
    });
  });

  it("retries", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ stores, glrunner }) => {
      stores.refuse("PutParameter", { times: 1 });
      expect((await glrunner(["create", ...into])).code).toBe(0);
      expect(stores.asked.filter((operation) => operation === "PutParameter")).toHaveLength(2);
    });
  });

  it.each([
    [ssm, "PutParameter"],
    [secret, "CreateSecret"],
  ])("detects that the token was stored although the response was lost: %o", async (runner, operation) => {
    await withRunnersCommand({ runners: [runner] }, async ({ gitlab, stores, glrunner }) => {
      stores.refuse(operation, { times: 1, after: true });
      expect((await glrunner(["create", ...into])).code).toBe(0);
      expect(gitlab.runners.size).toBe(1);
      const [kept] = [...stores.parameters.values(), ...stores.secrets.values()];
      expect(kept).toMatchObject({ value: gitlab.runners.get(41)?.token, versions: 1 });
    });
  });

  it("does not overwrite a value that was stored in the meantime", async () => {
    await withRunnersCommand({ runners: [secret] }, async ({ gitlab, stores, glrunner }) => {
      const theirs = { value: "hunter2", type: "secret", tags: {}, versions: 1 };
      stores.refuse("CreateSecret", { times: 1, then: () => stores.secrets.set("ci/spare", theirs) });
      expect((await glrunner(["create", ...into])).out).toContain("the new runner 41 was deleted again");
      expect([gitlab.runners.size, theirs]).toEqual([0, { ...theirs, value: "hunter2", versions: 1 }]);
    });
  });

  it("reports a runner that could not be deleted either", async () => {
    await withRunnersCommand({ runners: [ssm] }, async ({ gitlab, stores, glrunner }) => {
      stores.refuse("PutParameter");
      gitlab.inject({ fits: /^DELETE/, answer: { status: 403, body: { message: "403 Forbidden" } } });
      const { out } = await glrunner(["create", ...into]);
      expect(out).toContain("the token of the new runner 41 is lost, and the runner could not be deleted");
      expect(out).toContain(
        "fix: delete runner 41 in GitLab; then add the permissions that `glrunner policy` prints",
      );
    });
  });

  it("does not overwrite a binary secret", async () => {
    await withRunnersCommand({ runners: [secret] }, async ({ gitlab, stores, glrunner }) => {
      stores.secrets.set("ci/spare", { binary: "aHVudGVyMg==", type: "secret", tags: {}, versions: 1 });
      const { code, out } = await glrunner(["create", ...into]);
      expect([code, out]).toEqual([1, expect.stringContaining("refused: secret ci/spare is binary")]);
      expect([gitlab.runners.size, stores.secrets.get("ci/spare")?.versions]).toEqual([0, 1]);
    });
  });
});
