/** A move of states that stops at any step, and is started again: at no moment is a resource in no state. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StateDocument } from "../../../src/clients/terraform/state-document";
import type { MoveStep } from "../../../src/migrate/state-move/move";
import { stateOf } from "./backend-stand-in";
import { cluster, codeOf, copyOf, everything, karpenter, moved, network, recordIn, useMoves } from "./moves";

const moves = useMoves();
const { between, deployed, deployedSingle, held, snapshot } = moves;

describe("a move that stops in the middle", () => {
  const stopAt =
    (step: string) =>
    ({ done, stack = "all" }: MoveStep) => {
      if (`${done} ${stack}` === step) throw new Error("killed");
    };
  /** Fails a test as soon as a resource is in no state. */
  const neverLost = () => {
    moves.backend().onChange = () => {
      expect([...new Set(Object.values(held()).flat())].sort()).toEqual(everything);
    };
  };

  it.each([
    ...["copied all", "written vpc", "recorded vpc", "written runners", "recorded runners"],
    ...["planned eks", "emptied vpc", "emptied addons", "emptied runners"],
  ])('at "%s" continues from its one copy, and never loses a resource', async (step) => {
    deployed();
    const before = snapshot();
    neverLost();
    const killed = between("staged", "staged", { verify: true, onStep: stopAt(step) });
    await expect(killed).rejects.toThrow("killed");
    expect(moves.backend().openFolders()).toEqual([]);
    const outcome = await between("staged", "staged", { verify: true });
    expect(outcome).toMatchObject({ ok: true, continued: true });
    expect(held()).toEqual(moved);
    expect(moves.copies()).toHaveLength(1);
    expect(copyOf(outcome.backup ?? "", "vpc")).toEqual({ ok: true, state: before.get("old/vpc") });
    expect(recordIn(outcome.backup)).toMatchObject({ finished: true });
  });

  it.each(["written eks", "refreshed eks", "emptied single"])(
    'at "%s" continues into another layout too',
    async (step) => {
      deployedSingle();
      neverLost();
      await expect(between("single", "staged", { onStep: stopAt(step) })).rejects.toThrow("killed");
      expect(await between("single", "staged")).toMatchObject({ ok: true, continued: true });
      expect(held()).toEqual(moved);
    },
  );

  it("does not write a state again that it has recorded as written", async () => {
    deployed();
    const stopped = between("staged", "staged", { onStep: stopAt("written eks") });
    await expect(stopped).rejects.toThrow("killed");
    const lineage = moves.backend().states.get("new/vpc")?.lineage;
    moves.backend().commands.length = 0;
    await between("staged", "staged");
    expect(moves.backend().commands.filter((each) => each.startsWith("push new"))).toEqual([
      ...["push new/addons", "push new/runners"],
    ]);
    expect(moves.backend().states.get("new/vpc")?.lineage).toBe(lineage);
  });

  it("leaves every old state as it is when a new one cannot be written, and continues later", async () => {
    deployed();
    const before = snapshot();
    moves.backend().failures.set("push new/addons", "Error: quota exceeded");
    const stopped = await between("staged", "staged");
    expect(codeOf(stopped)).toBe("move-terraform");
    expect(stopped.backup).toBeDefined();
    for (const [place, state] of before) expect(moves.backend().states.get(place)).toEqual(state);
    moves.backend().failures.clear();
    const outcome = await between("staged", "staged");
    expect(outcome).toMatchObject({ ok: true, continued: true, backup: stopped.backup });
    expect(held()).toEqual(moved);
  });

  it("leaves every old state as it is when another one is read back than was written", async () => {
    deployed();
    const before = snapshot();
    moves.backend().distortions.set("new/eks", (state) => ({ ...state, resources: [] }));
    expect(codeOf(await between("staged", "staged"))).toBe("move-not-what-was-written");
    for (const [place, state] of before) expect(moves.backend().states.get(place)).toEqual(state);
  });

  it("leaves every old state as it is when a plan of a new one has changes", async () => {
    deployed();
    const before = snapshot();
    moves.backend().planned.set("new/eks", [cluster]);
    const stopped = await between("staged", "staged", { verify: true });
    expect(stopped).toMatchObject({
      problem: { code: "move-plan-not-empty", addresses: [`${cluster} (update)`] },
    });
    for (const [place, state] of before) expect(moves.backend().states.get(place)).toEqual(state);
    moves.backend().planned.clear();
    expect(await between("staged", "staged", { verify: true })).toMatchObject({ ok: true, continued: true });
    expect(held()).toEqual(moved);
  });

  it("does not plan without verify", async () => {
    deployed();
    moves.backend().planned.set("new/eks", [cluster]);
    expect(codeOf(await between("staged", "staged"))).toBe("ok");
    expect(moves.backend().commands).not.toContain("plan new/eks");
  });

  const applied = ({ serial, ...state }: StateDocument): StateDocument => ({ ...state, serial: serial + 1 });

  it("does not empty an old state that somebody changed during the move", async () => {
    deployed();
    const change = ({ done, stack }: MoveStep) => {
      if (done === "emptied" && stack === "vpc")
        moves.backend().states.set("old/eks", applied(stateOf("l-eks", [cluster])));
    };
    const outcome = await between("staged", "staged", { onStep: change });
    expect(outcome).toMatchObject({ problem: { code: "move-changed-meanwhile", addresses: [cluster] } });
    expect(held()).toMatchObject({ "old/eks": [cluster], "new/eks": [cluster], "old/addons": [karpenter] });
  });

  it("does not write over a new state when an old one changed since the copy", async () => {
    deployed();
    await expect(between("staged", "staged", { onStep: stopAt("recorded vpc") })).rejects.toThrow("killed");
    moves.backend().states.set("old/vpc", applied(stateOf("l-vpc", [network, "aws_subnet.new"])));
    const before = snapshot();
    expect(codeOf(await between("staged", "staged"))).toBe("move-target-not-empty");
    expect(moves.backend().states).toEqual(before);
  });

  it("makes another copy when an old state changed before any new one was written", async () => {
    deployed();
    await expect(between("staged", "staged", { onStep: stopAt("copied all") })).rejects.toThrow("killed");
    moves.backend().states.set("old/vpc", applied(stateOf("l-vpc", [network])));
    const outcome = await between("staged", "staged");
    expect(outcome).toMatchObject({ ok: true, continued: false });
    expect(moves.copies()).toHaveLength(2);
    expect(copyOf(outcome.backup ?? "", "vpc")).toMatchObject({ state: { serial: 8 } });
  });

  it("changes nothing when a copy that it would continue from is damaged", async () => {
    deployed();
    await expect(between("staged", "staged", { onStep: stopAt("recorded vpc") })).rejects.toThrow("killed");
    const before = snapshot();
    writeFileSync(join(moves.copies().join(), "eks.tfstate"), "{");
    await expect(between("staged", "staged")).rejects.toThrow("eks.tfstate");
    expect(moves.backend().states).toEqual(before);
    expect(moves.backend().openFolders()).toEqual([]);
  });

  it("does not continue a move between other places", async () => {
    deployed();
    await expect(between("staged", "staged", { onStep: stopAt("copied all") })).rejects.toThrow("killed");
    const outcome = await moves.move(moves.side("old"), moves.side("third"));
    expect(outcome).toMatchObject({ ok: true, continued: false });
    expect(held()).toMatchObject({ "third/vpc": [network] });
    expect(moves.copies()).toHaveLength(2);
  });
});
