/** A move of states between backends in memory: what it writes, empties and keeps, and what it refuses. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { MoveOutcome } from "../../../src/migrate/state-move/move";
import { lockError, stateOf } from "./backend-stand-in";
import {
  cluster,
  codeOf,
  copyOf,
  everything,
  karpenter,
  moved,
  network,
  recordIn,
  runners,
  useMoves,
} from "./moves";

const moves = useMoves();
const { between, deployed, deployedSingle, held, move, side, snapshot } = moves;

const counts = ({ places }: MoveOutcome) =>
  Object.fromEntries(places.map(({ side, stack, resources }) => [`${side} ${stack}`, resources]));

describe("a move to another backend", () => {
  it("writes every new state, and then empties the old ones", async () => {
    deployed();
    const before = snapshot();
    const outcome = await between("staged", "staged");
    expect(outcome).toMatchObject({ ok: true, continued: false });
    expect(held()).toEqual(moved);
    expect(counts(outcome)).toEqual({
      ...{ "from vpc": 0, "from eks": 0, "from addons": 0, "from runners": 0 },
      ...{ "to vpc": 1, "to eks": 1, "to addons": 1, "to runners": 2 },
    });
    expect(moves.steps()).toEqual([
      "copied all",
      ...["vpc", "eks", "addons", "runners"].flatMap((stack) => [`written ${stack}`, `recorded ${stack}`]),
      ...["vpc", "eks", "addons", "runners"].map((stack) => `emptied ${stack}`),
    ]);
    const [old, now] = [before.get("old/vpc"), moves.backend().states.get("new/vpc")];
    expect(now).toEqual({ ...old, serial: 1, lineage: now?.lineage });
    expect(now?.lineage).not.toBe("l-vpc");
    expect(moves.backend().states.get("old/vpc")).toMatchObject({
      ...{ lineage: "l-vpc", serial: 8, outputs: {}, resources: [] },
    });
    expect(moves.backend().openFolders()).toEqual([]);
  });

  it("keeps a copy of every state, and records the move next to it as finished", async () => {
    deployed();
    const before = snapshot();
    const { backup = "" } = await between("staged", "staged");
    expect(readdirSync(backup).sort()).toEqual([
      ...["addons.tfstate", "eks.tfstate", "move.json", "runners.tfstate", "vpc.tfstate"],
    ]);
    for (const stack of ["vpc", "eks", "addons", "runners"])
      expect(copyOf(backup, stack)).toEqual({ ok: true, state: before.get(`old/${stack}`) });
    expect(recordIn(backup)).toMatchObject({
      ...{ finished: true, written: ["vpc", "eks", "addons", "runners"] },
      from: [{ stack: "vpc", saved: true }, {}, {}, {}],
    });
  });

  it("makes the copy before it changes any state", async () => {
    deployed();
    moves.backend().onChange = () => {
      expect(readdirSync(moves.copies().join())).toContain("eks.tfstate");
    };
    expect(codeOf(await between("staged", "staged"))).toBe("ok");
  });

  it("writes no state for a stage that was never deployed", async () => {
    moves.backend().states.set("old/vpc", stateOf("l-vpc", [network]));
    moves.backend().states.set("old/eks", stateOf("l-eks", []));
    expect(codeOf(await between("staged", "staged"))).toBe("ok");
    expect([...moves.backend().states.keys()].sort()).toEqual(["new/vpc", "old/eks", "old/vpc"]);
    expect(moves.backend().states.get("old/eks")?.serial).toBe(7);
  });

  it("goes back to places that an earlier move emptied, under their own lineage", async () => {
    deployed();
    await between("staged", "staged");
    const back = await move(side("new"), side("old"));
    expect(back).toMatchObject({ ok: true, continued: false });
    expect(held()).toEqual({
      ...{ "old/vpc": [network], "old/eks": [cluster] },
      ...{ "old/addons": [karpenter], "old/runners": runners },
    });
    expect(moves.backend().states.get("old/vpc")).toMatchObject({ lineage: "l-vpc", serial: 9 });
  });
});

describe("a move to another layout", () => {
  it("gives each stage the resources that it declares, and refreshes its outputs", async () => {
    deployedSingle();
    expect(codeOf(await between("single", "staged"))).toBe("ok");
    expect(held()).toEqual(moved);
    expect(moves.backend().states.get("new/eks")?.outputs).toEqual({ refreshed: { value: "new/eks" } });
    expect(moves.steps().filter((step) => step.startsWith("refreshed"))).toEqual([
      ...["refreshed vpc", "refreshed eks", "refreshed addons", "refreshed runners"],
    ]);
  });

  it("joins the stages in one state", async () => {
    deployed();
    expect(codeOf(await between("staged", "single"))).toBe("ok");
    expect(held()).toEqual({ "new/single": everything });
  });

  it("stops before it writes when no stage declares a resource", async () => {
    moves.backend().states.set("old/single", stateOf("l-single", [...everything, "aws_s3_bucket.mine"]));
    const before = snapshot();
    const outcome = await between("single", "staged");
    expect(outcome).toMatchObject({
      problem: { code: "move-no-such-stack", addresses: ["aws_s3_bucket.mine"] },
      backup: undefined,
    });
    expect(moves.backend().states).toEqual(before);
  });
});

describe("a move is refused, and changes nothing,", () => {
  const other = (more: object) => move(side("old"), side("new", "staged", more));
  const otherCluster = {
    resources: [
      {
        ...{ mode: "managed" as const, type: "aws_eks_cluster", name: "this" },
        instances: [{ attributes: { name: "another" } }],
      },
    ],
  };

  it.each<[string, string, () => void, () => Promise<MoveOutcome>]>([
    ["to a cluster of another name", "move-another-cluster", deployed, () => other({ name: "demo" })],
    ["to another Region", "move-another-cluster", deployed, () => other({ region: "eu-west-1" })],
    ["to the place where the states are", "move-same-place", deployed, () => move(side("old"), side("old"))],
    ["without any resource", "move-nothing", () => undefined, () => between("staged", "staged")],
    [
      "while an old state is locked",
      "move-locked",
      () => {
        deployed();
        moves.backend().failures.set("lock old/addons", lockError);
      },
      () => between("staged", "staged"),
    ],
    [
      "while a new state is locked",
      "move-locked",
      () => {
        deployed();
        moves.backend().failures.set("lock new/vpc", lockError);
      },
      () => between("staged", "staged"),
    ],
    [
      "to a place that holds resources",
      "move-target-not-empty",
      () => {
        deployed();
        moves.backend().states.set("new/eks", stateOf("l-new", ["aws_instance.a"]));
      },
      () => between("staged", "staged"),
    ],
    [
      "from states of another cluster",
      "move-another-cluster",
      () => moves.backend().states.set("old/eks", stateOf("l-eks", [], otherCluster)),
      () => between("staged", "staged"),
    ],
    [
      "to a place of another cluster's state",
      "move-another-cluster",
      () => {
        deployed();
        moves.backend().states.set("new/eks", stateOf("l-new", [], otherCluster));
      },
      () => between("staged", "staged"),
    ],
    [
      "when a backend is not reached",
      "move-terraform",
      () => {
        deployed();
        moves.backend().failures.set("init new/runners", "Error: connection refused");
      },
      () => between("staged", "staged"),
    ],
    [
      "when a state cannot be read",
      "move-terraform",
      () => {
        deployed();
        moves.backend().failures.set("pull old/eks", "Error: access denied");
      },
      () => between("staged", "staged"),
    ],
  ])("%s", async (_, code, arrange, start) => {
    arrange();
    const before = snapshot();
    const outcome = await start();
    expect(codeOf(outcome)).toBe(code);
    expect(outcome.backup).toBeUndefined();
    expect(moves.backend().states).toEqual(before);
    expect(moves.steps()).toEqual([]);
    expect(moves.backend().openFolders()).toEqual([]);
  });

  it("with the addresses that are in the way", async () => {
    deployed();
    moves.backend().states.set("new/eks", stateOf("l-new", ["aws_instance.b", "aws_instance.a"]));
    expect(await between("staged", "staged")).toMatchObject({
      problem: { addresses: ["aws_instance.a", "aws_instance.b"] },
    });
  });
});
