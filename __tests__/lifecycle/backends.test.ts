/**
 * Deploys to remote backends: S3 with its lock files, and HTTP as in GitLab. Two stages, of which the second reads the state
 * of the first, and a lock that another run holds.
 */
import { existsSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startStateServer, type StateServer } from "./state-server";
import { canary, createProject, expectExit, filesContaining, type Project } from "../support/project";
import { deleteObject, putObject, seedBucket } from "./seed";
import { glrunner } from "../support/lost-run";
import type { Emulator } from "../../src/emulator";
import { canEmulate, withEmulator } from "../support/use-emulator";

const yamlOf = (state: string) =>
  `name: glrunner\nregion: us-west-2\nnetwork: { nat: none }\nrunners: [{ name: a, token: "env:TF_VAR_token" }]\nstate: ${state}\n`;
/** The lock as Terraform writes it. */
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
  /** Locks the state as another run would. */
  readonly hold: () => Promise<void>;
  readonly release: () => Promise<void>;
}

/** Deploys two stages with a lock in between, and destroys both. */
async function twoStages(
  { terraform }: Project,
  { hold, release }: Lock,
  /** Part of the message that names the holder of the lock. */
  says: string,
): Promise<void> {
  for (const stack of ["vpc", "eks"]) {
    await expectExit(0, terraform(stack, "init"));
    await expectExit(0, terraform(stack, "apply", "-auto-approve"));
  }
  await expectExit(0, terraform("eks", "plan", "-detailed-exitcode"));

  await hold();
  const refused = await expectExit(1, terraform("eks", "destroy", "-auto-approve"));
  await release();
  expect(refused.stderr).toContain("Error acquiring the state lock");
  expect(refused.stderr).toContain(says);
  await expectExit(0, terraform("eks", "plan", "-detailed-exitcode"));

  for (const stack of ["eks", "vpc"]) await expectExit(0, terraform(stack, "destroy", "-auto-approve"));
}

/** A run and its Terraform are killed while they deploy the network, and again while they destroy it. */
async function killedTwice(emulator: Emulator, project: Project, { hold, release }: Lock): Promise<void> {
  const killed = { changes: 6, victim: "both" } as const;
  expect(await glrunner(emulator, project, ["deploy", "vpc"], killed)).toHaveProperty(
    "lost",
    expect.stringMatching(/^both after/),
  );
  const locked = await expectExit(1, project.terraform("vpc", "plan"));
  expect(locked.stderr).toContain("Error acquiring the state lock");
  const resumed = await glrunner(emulator, project, ["resume"]);
  expect(resumed.output).toMatch(/vpc: released the state's lock [-\da-f]{36}, which a lost run left/);
  expect(resumed).toMatchObject({ status: 0 });
  await expectExit(0, project.terraform("vpc", "plan", "-detailed-exitcode"));

  expect(await glrunner(emulator, project, ["destroy", "vpc"], killed)).toHaveProperty(
    "lost",
    expect.stringMatching(/^both after/),
  );
  await hold();
  const refused = await glrunner(emulator, project, ["resume"]);
  expect(refused.status).not.toBe(0);
  expect(refused.output).toContain(`you are ${userInfo().username}@${hostname()}`);
  expect(refused.output).toContain("Its holder is colleague@elsewhere, since 2026-11-24T10:00:00Z");
  expect(refused.output).toContain(`terraform -chdir=${project.stackFolder("vpc")} force-unlock ${lockId}`);
  expect((await expectExit(1, project.terraform("vpc", "plan"))).stderr).toContain(lockId);
  await release();
  const done = await glrunner(emulator, project, ["resume"]);
  expect(done).toMatchObject({ status: 0 });
}

const networkOf = async ({ inventory: contents }: Emulator) =>
  (await contents()).aws.filter(({ service }) => service === "ec2");

const lockId = "9b1de3f5-5a9a-4b9c-a6c4-0f7f0e5a7d11";

describe.skipIf(!canEmulate)("a remote state", () => {
  it.concurrent("is kept in S3 with S3 lock files", async () => {
    await withEmulator({ awsProvider: "attached" }, async (emulator) => {
      await seedBucket(emulator, "glrunner-state");
      const project = createProject(emulator, yamlOf("{ backend: s3, bucket: glrunner-state }"));
      const lock = "glrunner-state/glrunner/eks.tfstate.tflock";
      const held = {
        hold: () => putObject(emulator, lock, lockOf(lockId)),
        release: () => deleteObject(emulator, lock),
      };
      await twoStages(project, held, "colleague@elsewhere");
      const operations = emulator.aws.calls.filter(({ service }) => service === "s3");
      const count = (operation: string) => operations.filter((call) => call.operation === operation).length;
      // Four changes and two plans, each with its own lock, and the lock of the other run.
      expect(count("DeleteObject")).toBeGreaterThanOrEqual(7);
      expect(existsSync(join(emulator.home, "tfstate"))).toBe(false);
    });
  });

  it.concurrent("is unlocked in S3 by a resume if a lost run holds the lock", async () => {
    await withEmulator({ awsProvider: "attached" }, async (emulator) => {
      await seedBucket(emulator, "glrunner-state");
      const project = createProject(emulator, yamlOf("{ backend: s3, bucket: glrunner-state }"));
      const lock = "glrunner-state/glrunner/vpc.tfstate.tflock";
      await killedTwice(emulator, project, {
        hold: () => putObject(emulator, lock, lockOf(lockId)),
        release: () => deleteObject(emulator, lock),
      });
      expect(await networkOf(emulator)).toEqual([]);
    });
  });

  it.concurrent("is kept and locked on an HTTP server such as GitLab's", async () => {
    await withStateServer(async (emulator, project, server) => {
      // Terraform 1.11 prints the id of the lock, but not its holder: it prints the user who requests the lock.
      await twoStages(project, onServer(server, "glrunner-eks"), lockId);
      expect([...server.locks]).toEqual([]);
      expect([...server.states.keys()].sort()).toEqual(["glrunner-eks", "glrunner-vpc"]);
      expect(filesContaining(emulator.folder, canary)).toEqual([]);
    });
  });

  // CI has time for only one of the two backends.
  if (process.env.ALL_BACKENDS !== undefined) {
    it.concurrent("is unlocked on an HTTP server by a resume if a lost run holds the lock", async () => {
      await withStateServer(async (emulator, project, server) => {
        await killedTwice(emulator, project, onServer(server, "glrunner-vpc"));
        expect(await networkOf(emulator)).toEqual([]);
        expect([...server.locks]).toEqual([]);
        expect(filesContaining(emulator.folder, canary)).toEqual([]);
      });
    });
  }
});

const onServer = ({ locks }: StateServer, name: string): Lock => ({
  hold: () => Promise.resolve(void locks.set(name, lockOf(lockId))),
  release: () => Promise.resolve(void locks.delete(name)),
});

async function withStateServer(
  use: (emulator: Emulator, project: Project, server: StateServer) => Promise<void>,
): Promise<void> {
  const credentials = { user: "ci", password: canary };
  const server = await startStateServer(credentials);
  try {
    await withEmulator({ awsProvider: "attached" }, async (emulator) => {
      const project = createProject(emulator, yamlOf(`{ backend: http, address: "${server.url}" }`), {
        TF_HTTP_USERNAME: credentials.user,
        TF_HTTP_PASSWORD: credentials.password,
      });
      await use(emulator, project, server);
    });
  } finally {
    await server.stop();
  }
}
