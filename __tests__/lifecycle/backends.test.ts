/**
 * Backends that are not local, really run: two stages of which the second reads the state of the first, and a lock
 * that somebody else holds. S3 with its own lock files, and HTTP as GitLab has it.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startStateServer } from "./state-server";
import { canary, createProject, ends, filesWith, type Project } from "../support/project";
import { deleteObject, putObject, seedBucket } from "./seed";
import { canEmulate, withEmulator } from "../support/use-emulator";

const yamlOf = (state: string) =>
  `name: glrunner\nregion: us-west-2\nnetwork: { nat: none }\nrunners: [{ name: a, token: "env:TF_VAR_token" }]\nstate: ${state}\n`;
/** As Terraform writes it. */
const lockOf = (id: string) =>
  JSON.stringify({
    ID: id,
    Operation: "OperationTypeApply",
    Info: "",
    Who: "colleague@elsewhere",
    Version: "1.11.4",
    Created: "2026-11-24T10:00:00Z",
    Path: "state",
  });

interface Lock {
  /** Somebody else takes it. */
  readonly hold: () => Promise<void>;
  readonly release: () => Promise<void>;
  /** Part of the message by which one finds out who has it. */
  readonly says: string;
}

/** Deploys two stages, meets a lock in between, and takes both down again. */
async function twoStages({ terraform }: Project, { hold, release, says }: Lock): Promise<void> {
  for (const stack of ["vpc", "eks"]) {
    await ends(0, terraform(stack, "init"));
    await ends(0, terraform(stack, "apply", "-auto-approve"));
  }
  await ends(0, terraform("eks", "plan", "-detailed-exitcode"));

  await hold();
  const refused = await ends(1, terraform("eks", "destroy", "-auto-approve"));
  await release();
  expect(refused.stderr).toContain("Error acquiring the state lock");
  expect(refused.stderr).toContain(says);
  await ends(0, terraform("eks", "plan", "-detailed-exitcode"));

  for (const stack of ["eks", "vpc"]) await ends(0, terraform(stack, "destroy", "-auto-approve"));
}

const lockId = "9b1de3f5-5a9a-4b9c-a6c4-0f7f0e5a7d11";

describe.skipIf(!canEmulate)("a state that is not on this machine", () => {
  it.concurrent("is kept in S3, with S3's own lock files", async () => {
    await withEmulator({}, async (emulator) => {
      await seedBucket(emulator, "glrunner-state");
      const project = createProject(emulator, yamlOf("{ backend: s3, bucket: glrunner-state }"));
      const lock = "glrunner-state/glrunner/eks.tfstate.tflock";
      await twoStages(project, {
        hold: () => putObject(emulator, lock, lockOf(lockId)),
        release: () => deleteObject(emulator, lock),
        says: "colleague@elsewhere",
      });
      const operations = emulator.aws.calls.filter(({ service }) => service === "s3");
      const count = (operation: string) => operations.filter((call) => call.operation === operation).length;
      // Four changes and two plans, each with a lock of its own, and the colleague's.
      expect(count("DeleteObject")).toBeGreaterThanOrEqual(7);
      expect(existsSync(join(emulator.home, "tfstate"))).toBe(false);
    });
  });

  it.concurrent("is kept on an HTTP server such as GitLab's, which locks it", async ({ onTestFinished }) => {
    const credentials = { user: "ci", password: canary };
    const server = await startStateServer(credentials);
    onTestFinished(server.stop);
    await withEmulator({}, async (emulator) => {
      const project = createProject(emulator, yamlOf(`{ backend: http, address: "${server.url}" }`), {
        TF_HTTP_USERNAME: credentials.user,
        TF_HTTP_PASSWORD: credentials.password,
      });
      await twoStages(project, {
        hold: () => Promise.resolve(void server.locks.set("glrunner-eks", lockOf(lockId))),
        release: () => Promise.resolve(void server.locks.delete("glrunner-eks")),
        // Terraform 1.11 prints the holder's id, and beside it who asks rather than who holds.
        says: lockId,
      });
      expect([...server.locks]).toEqual([]);
      expect([...server.states.keys()].sort()).toEqual(["glrunner-eks", "glrunner-vpc"]);
      expect(filesWith(emulator.folder, canary)).toEqual([]);
    });
  });
});
