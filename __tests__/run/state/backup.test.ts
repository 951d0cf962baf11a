import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { asRun } from "../../../src/run/run";
import { keepCopy, writeRecord } from "../../../src/run/state/backup";
import { stackStates } from "../../../src/run/state/stacks";
import { stages } from "../../../src/stacks/stages";
import { configOf } from "../../support/synth";

describe("a run with the configuration that a state was moved away from", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });

  /** As synthesized: each stage's backend, and nothing else. */
  function side(place: "old" | "new") {
    const directory = join(home, place, "out");
    for (const stack of stages) {
      const backend = { local: { path: join(home, place, `${stack}.tfstate`) } };
      mkdirSync(join(directory, "stacks", stack), { recursive: true });
      const file = join(directory, "stacks", stack, "cdk.tf.json");
      writeFileSync(file, JSON.stringify({ terraform: { backend } }));
    }
    const state = { backend: "local", directory: join(home, place) };
    const config = configOf({ name: "ci", region: "us-west-2", state });
    return { config, directory };
  }

  function moved(from: "old" | "new", to: "old" | "new", day: string, finished = true) {
    const places = { from: stackStates(side(from)), to: stackStates(side(to)) };
    const backup = keepCopy(join(home, "old"), new Date(`${day}T12:00:00Z`), new Map(), places);
    return writeRecord({ ...backup, record: { ...backup.record, finished } }).folder;
  }

  async function started(place: "old" | "new") {
    const { config, directory } = side(place);
    const stacks = stages.map((name) => ({ name, folder: join(directory, "stacks", name) }));
    const signal = new AbortController().signal;
    // The emulator's key: modules are not fetched.
    const env = { AWS_ACCESS_KEY_ID: "loopback" };
    const options = { config, stacks, env, home, signal, onEvent: () => undefined };
    return asRun(options, "deploy", stacks, () => Promise.resolve({ ok: true, stacks: [], seconds: 0 }));
  }

  it("is refused: where the state is, since when, and the way on", async () => {
    const folder = moved("old", "new", "2026-11-24");
    expect(await started("old")).toEqual({
      ok: false,
      stacks: [],
      failure: {
        errors: [
          `the state was moved away from where this configuration keeps it, on 2026-11-24: vpc to local ${home}/new/vpc.tfstate, eks to local ${home}/new/eks.tfstate, addons to local ${home}/new/addons.tfstate, runners to local ${home}/new/runners.tfstate`,
        ],
        fix: `use the configuration that names the new place; to begin anew at the old one, remove ${folder}/move.json`,
      },
    });
    expect(await started("new")).toMatchObject({ ok: true });
    rmSync(join(folder, "move.json"));
    expect(await started("old")).toMatchObject({ ok: true });
  });

  it("is not once all is destroyed where it went to", async () => {
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

  it("is not once the state is back, nor while the move has not come to its end", async () => {
    moved("old", "new", "2026-11-24", false);
    expect(await started("old")).toMatchObject({ ok: true });
    moved("old", "new", "2026-11-25");
    moved("new", "old", "2026-11-26");
    expect(await started("old")).toMatchObject({ ok: true });
    moved("old", "new", "2026-11-27");
    expect(await started("old")).toMatchObject({ ok: false });
  });
});
