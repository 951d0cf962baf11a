/** A project of five resources, in stages or in one state, whose states a test moves between backends in memory. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { addressesIn, parseState, type StateDocument } from "../../../src/clients/terraform/state-document";
import {
  moveState,
  type MoveOptions,
  type MoveOutcome,
  type MoveStep,
} from "../../../src/migrate/state-move/move";
import { backendStandIn, sideIn, stateOf, type BackendStandIn } from "./backend-stand-in";

export const everything = [
  ...["aws_eks_cluster.this", "aws_vpc.this"],
  ...["helm_release.karpenter", "helm_release.runner", "helm_release.second"],
];
export const [cluster = "", network = "", karpenter = "", ...runners] = everything;

/** Place to addresses after all stages moved. */
export const moved = {
  "new/vpc": [network],
  "new/eks": [cluster],
  "new/addons": [karpenter],
  "new/runners": runners,
};

export const codeOf = (outcome: MoveOutcome) => (outcome.ok ? "ok" : outcome.problem.code);

/** The copy of one state that a move kept. */
export const copyOf = (folder: string, stack: string) =>
  parseState(readFileSync(join(folder, `${stack}.tfstate`), "utf8"));
export const recordIn = (folder = ""): unknown => JSON.parse(readFileSync(join(folder, "move.json"), "utf8"));

/** A new folder and new backends for each test of the calling file. */
export function useMoves() {
  let home: string;
  let backend: BackendStandIn;
  let steps: string[];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "glr-"));
    backend = backendStandIn();
    steps = [];
  });
  afterEach(() => {
    backend.restore();
    rmSync(home, { recursive: true, force: true });
  });
  const move = (from: MoveOptions["from"], to: MoveOptions["to"], more: Partial<MoveOptions> = {}) => {
    const onStep = ({ done, stack = "all" }: MoveStep) => steps.push(`${done} ${stack}`);
    return moveState({ from, to, env: { HOME: home }, onStep, ...more });
  };
  const side = (place: string, ...more: SideOptions) => sideIn(home, place, ...more);
  return {
    backend: () => backend,
    /** What the moves reported: `written vpc`. */
    steps: () => steps,
    side,
    move,
    /** Moves from place `old` to place `new`. */
    between: (from: Layout, to: Layout, more?: Partial<MoveOptions>) =>
      move(side("old", from), side("new", to), more),
    /** All stages at `old`, as their deploys left them. */
    deployed: () => {
      const { states } = backend;
      states.set("old/vpc", stateOf("l-vpc", [network], { outputs: { vpc_id: { value: "vpc-1" } } }));
      states.set("old/eks", stateOf("l-eks", [cluster]));
      states.set("old/addons", stateOf("l-addons", [karpenter]));
      states.set("old/runners", stateOf("l-runners", runners));
    },
    deployedSingle: () => {
      backend.states.set("old/single", stateOf("l-single", everything));
    },
    /** Place to addresses, of places that hold any. */
    held: () =>
      Object.fromEntries(
        [...backend.states].flatMap(([place, state]) => {
          const addresses = addressesIn(state);
          return addresses.length === 0 ? [] : [[place, addresses]];
        }),
      ),
    snapshot: (): Map<string, StateDocument> => structuredClone(new Map(backend.states)),
    /** Folders of the copies. */
    copies: () =>
      readdirSync(join(home, "old"))
        .filter((name) => name.startsWith("backup-"))
        .map((name) => join(home, "old", name)),
  };
}

type Layout = "staged" | "single";
type SideOptions = Parameters<typeof sideIn> extends [unknown, unknown, ...infer More] ? More : never;
