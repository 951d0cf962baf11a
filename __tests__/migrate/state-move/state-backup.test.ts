import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asRun } from "../../../src/run/run-session";
import { finish, keepCopy, moveFolders } from "../../../src/migrate/state-move/state-backup";
import { stackStates } from "../../../src/migrate/state-move/stacks";
import { stages } from "../../../src/config/stages";
import { configOf } from "../../support/synth";

type Place = "old" | "new" | "s3";

describe("a run with the configuration that a state was moved away from", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  /** As synthesized: each stage's backend, and nothing else. */
  function side(place: Place) {
    const directory = join(home, place, "out");
    for (const stack of stages) {
      const backend =
        place === "s3"
          ? { s3: { bucket: "b", key: stack, region: "us-west-2" } }
          : { local: { path: join(home, place, `${stack}.tfstate`) } };
      mkdirSync(join(directory, "stacks", stack), { recursive: true });
      const file = join(directory, "stacks", stack, "cdk.tf.json");
      writeFileSync(file, JSON.stringify({ terraform: { backend } }));
    }
    const state =
      place === "s3"
        ? { backend: "s3", bucket: "bucket", region: "us-west-2" }
        : { backend: "local", directory: join(home, place) };
    const config = configOf({ name: "ci", region: "us-west-2", state });
    return { config, directory };
  }

  function moved(from: Place, to: Place, day: string, finished = true) {
    const places = { from: stackStates(side(from)), to: stackStates(side(to)) };
    const folders = moveFolders(side(from).config, side(to).config, home);
    const backup = keepCopy(folders.copies, new Date(`${day}T12:00:00Z`), new Map(), places);
    return finished ? finish(backup, folders).folder : backup.folder;
  }

  async function started(place: Place) {
    const { config, directory } = side(place);
    const stacks = stages.map((name) => ({ name, folder: join(directory, "stacks", name) }));
    const signal = new AbortController().signal;
    // The emulator's key: modules are not fetched.
    const env = { AWS_ACCESS_KEY_ID: "loopback" };
    const options = { config, stacks, env, home, signal, onEvent: () => undefined };
    return asRun(options, "deploy", stacks, () => Promise.resolve({ ok: true, stacks: [], seconds: 0 }));
  }

  it("is refused with the place and the date of the move, and the next step", async () => {
    const folder = moved("old", "new", "2026-11-24");
    expect(await started("old")).toEqual({
      ok: false,
      stacks: [],
      failure: {
        code: "state-was-moved",
        errors: [
          `the state was moved away from where this configuration keeps it, on 2026-11-24: vpc to local ${home}/new/vpc.tfstate, eks to local ${home}/new/eks.tfstate, addons to local ${home}/new/addons.tfstate, runners to local ${home}/new/runners.tfstate`,
        ],
        fix: `use the configuration that names the new place; to begin again at the old one, remove ${folder}/move.json`,
      },
    });
    expect(await started("new")).toMatchObject({ ok: true });
    rmSync(join(folder, "move.json"));
    expect(await started("old")).toMatchObject({ ok: true });
  });

  it("is allowed after everything at the new place was destroyed", async () => {
    moved("old", "new", "2026-11-24");
    const write = (stack: string, ...resources: object[]) => {
      const state = {
        version: 4,
        terraform_version: "1.11.4",
        serial: 1,
        lineage: "a",
        outputs: {},
        resources,
      };
      writeFileSync(join(home, "new", `${stack}.tfstate`), JSON.stringify(state));
    };
    const vpc = { mode: "managed", type: "aws_vpc", name: "this", instances: [{ attributes: {} }] };
    write("vpc", vpc);
    write("eks");
    expect(await started("old")).toMatchObject({ ok: false });
    write("vpc");
    expect(await started("old")).toMatchObject({ ok: true });
  });

  it("is allowed after the state moved back, and while the move is not finished", async () => {
    moved("old", "new", "2026-11-24", false);
    expect(await started("old")).toMatchObject({ ok: true });
    moved("old", "new", "2026-11-25");
    moved("new", "old", "2026-11-26");
    expect(await started("old")).toMatchObject({ ok: true });
    moved("old", "new", "2026-11-27");
    expect(await started("old")).toMatchObject({ ok: false });
  });

  it("is refused for a remote old place, until the state moves back", async () => {
    const folder = moved("s3", "old", "2026-11-24");
    expect(folder).toBe(join(home, "old", "backup-2026-11-24T12-00-00.000Z"));
    const told = join(home, "tfstate", "ci", "backup-2026-11-24T12-00-00.000Z");
    expect(readdirSync(told)).toEqual(["move.json"]);
    expect(statSync(told).mode & 0o777).toBe(0o700);
    expect(await started("s3")).toMatchObject({ ok: false });
    expect(await started("old")).toMatchObject({ ok: true });
    moved("old", "s3", "2026-11-25");
    expect(await started("s3")).toMatchObject({ ok: true });
    expect(await started("old")).toMatchObject({ ok: false });
  });
});
