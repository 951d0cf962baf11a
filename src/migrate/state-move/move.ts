/**
 * Moves the states of a cluster to the backend and the layout of another configuration:
 * 1. Save a copy of every state.
 * 2. Write each new state, read it back and compare it.
 * 3. Empty the old states. Until then they stay valid.
 * Calling it again continues an interrupted move.
 */
import { finish, keepCopy, moveFolders, moveId, unfinished, writeRecord, type Backup } from "./state-backup";
import { addressesIn, holdsResources, type StateDocument } from "../../clients/terraform/state-document";
import { MoveStop, type MoveProblem } from "./problem";
import { initialise, plannedChanges, refreshOutputs } from "./refresh";
import {
  refuseFilled,
  refuseLocks,
  refuseOtherIdentity,
  refuseOtherOwners,
  refuseSamePlace,
} from "./refusals";
import { stackStates, type StackState, type SynthesizedConfig } from "./stacks";
import { forAll, openStores, type StateStore } from "./store";
import { asEmptied, asNew, resourcesEqual, targetStates } from "./targets";
import type { Environment } from "../../config/environment";

export interface MoveStep {
  /** `recorded`: the state was written and read back, and the record of the move says so. */
  readonly done: "copied" | "written" | "recorded" | "refreshed" | "planned" | "emptied";
  /** Undefined for `copied`, which includes all stacks. */
  readonly stack?: string;
}

export interface MoveOptions {
  readonly from: SynthesizedConfig;
  readonly to: SynthesizedConfig;
  /** The whole environment of Terraform, with the credentials of both backends: nothing is inherited. */
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Plans each new stack, and stops before it empties the old states if a plan has changes. @default false */
  readonly verify?: boolean;
  /** Called after each step. */
  readonly onStep?: (step: MoveStep) => void;
}

/** The place of a state, and its number of resources when it was last read. */
interface StackLocation {
  readonly side: "from" | "to";
  readonly stack: string;
  readonly place: string;
  /** Undefined if the move stopped before it read the state. */
  readonly resources: number | undefined;
}

interface MoveReport {
  readonly places: readonly StackLocation[];
  /** Folder of the copies; undefined if the move stopped before it wrote anything. */
  readonly backup: string | undefined;
}

export type MoveOutcome =
  /** `continued`: an earlier call was interrupted. */
  | (MoveReport & { readonly ok: true; readonly continued: boolean })
  | (MoveReport & { readonly ok: false; readonly problem: MoveProblem });

interface Move {
  readonly options: MoveOptions;
  readonly from: StateStore[];
  readonly to: StateStore[];
  readonly seen: Map<string, StateDocument | undefined>;
  backup: Backup | undefined;
}

/** Moves, or continues a move. It returns problems that the user can fix, and throws other errors. */
export async function moveState(options: MoveOptions): Promise<MoveOutcome> {
  const from = stackStates(options.from);
  const to = stackStates(options.to);
  const move: Move = { options, from: [], to: [], seen: new Map(), backup: undefined };
  const moveReport = (): MoveReport => ({
    places: [
      ...from.map((stack) => locationOf("from", stack, move)),
      ...to.map((stack) => locationOf("to", stack, move)),
    ],
    backup: move.backup?.folder,
  });
  try {
    refuseOtherIdentity(options.from, options.to);
    refuseSamePlace(from, to);
    const stores = await openStores([...from, ...to], options);
    move.from.push(...stores.slice(0, from.length));
    move.to.push(...stores.slice(from.length));
    const continued = await executeMove(move);
    return { ok: true, continued, ...moveReport() };
  } catch (error) {
    if (error instanceof MoveStop) return { ok: false, problem: error.problem, ...moveReport() };
    throw error;
  } finally {
    for (const store of [...move.from, ...move.to]) store.close();
  }
}

function locationOf(
  side: StackLocation["side"],
  { stack, place }: StackState,
  { seen }: Move,
): StackLocation {
  const key = `${side} ${stack}`;
  const state = seen.get(key);
  const resources = state === undefined ? 0 : addressesIn(state).length;
  return { side, stack, place, resources: seen.has(key) ? resources : undefined };
}

/** @returns whether it continued an interrupted move */
async function executeMove(move: Move): Promise<boolean> {
  const { options, from, to } = move;
  await refuseLocks([...from, ...to]);
  const sources = await pullAll("from", move);
  const present = await pullAll("to", move);
  await refuseOtherOwners(options.from, options.env, from, sources);
  await refuseOtherOwners(options.from, options.env, to, present);
  const folders = moveFolders(options.from.config, options.to.config, options.env.HOME ?? "");
  const earlier = unfinished(folders.copies, moveId(from, to));
  if (earlier !== undefined && continues(earlier, sources)) move.backup = earlier;
  const states = move.backup?.states ?? sources;
  const targets = targetStates(states, options.from.config.layout, options.to.config.layout, to);
  refuseFilled(to, move.backup, present, targets);
  const continued = move.backup !== undefined;
  if (!continued) {
    move.backup = keepCopy(folders.copies, new Date(), states, { from, to });
    report(move, "copied");
  }
  for (const store of to) await writeTarget(move, store, present.get(store.stack), targets.get(store.stack));
  await refreshAndVerify(move, targets);
  for (const store of from) await emptySource(move, store, states.get(store.stack));
  if (move.backup !== undefined) move.backup = finish(move.backup, folders);
  return continued;
}

async function pullAll(side: StackLocation["side"], move: Move): Promise<Map<string, StateDocument>> {
  const pulled = await forAll(move[side], (store) => pull(side, move, store));
  return new Map(
    pulled.flatMap(([{ stack }, state]): [string, StateDocument][] =>
      state === undefined ? [] : [[stack, state]],
    ),
  );
}

async function pull(
  side: StackLocation["side"],
  { seen }: Move,
  store: StateStore,
): Promise<StateDocument | undefined> {
  const state = await store.pull();
  seen.set(`${side} ${store.stack}`, state);
  return state;
}

/** Whether each source is unchanged since its copy, or was emptied by the move after it had written all targets. */
function continues({ record, states }: Backup, sources: ReadonlyMap<string, StateDocument>): boolean {
  if ([...sources].some(([stack, state]) => !states.has(stack) && holdsResources(state))) return false;
  return [...states].every(([stack, { lineage, serial }]) => {
    const now = sources.get(stack);
    if (now?.lineage !== lineage) return false;
    return now.serial === serial || (!holdsResources(now) && record.written.length > 0);
  });
}

async function writeTarget(
  move: Move,
  store: StateStore,
  present: StateDocument | undefined,
  wanted: StateDocument | undefined,
): Promise<void> {
  if (wanted === undefined) return;
  const { stack } = store;
  if (present === undefined || !holdsResources(present)) {
    await store.push(asNew(wanted, present));
    report(move, "written", stack);
  } else if (move.backup?.record.written.includes(stack) === true) {
    return;
  }
  const written = await pull("to", move, store);
  if (written === undefined || !resourcesEqual(written, wanted)) {
    throw new MoveStop(
      "move-not-what-was-written",
      `the state of ${stack} read back from ${store.place} differs from the one that was written`,
      "the old state is unchanged: use the old configuration, and find out which other program writes to the new place",
    );
  }
  record(move, { written: [...(move.backup?.record.written ?? []), stack] });
  report(move, "recorded", stack);
}

/** Refreshes outputs if the layout changes, since the next stage reads them. With `verify`, it checks that plans are empty. */
async function refreshAndVerify(move: Move, targets: ReadonlyMap<string, StateDocument>): Promise<void> {
  const { options, to } = move;
  const filled = to.filter(({ stack }) => targets.has(stack));
  const otherLayout = options.from.config.layout !== options.to.config.layout;
  if (otherLayout || options.verify === true) for (const store of filled) await initialise(store, options);
  if (otherLayout) {
    for (const store of filled) {
      await refreshOutputs(store, options);
      await pull("to", move, store);
      report(move, "refreshed", store.stack);
    }
  }
  if (options.verify !== true) return;
  for (const store of filled) {
    const changes = await plannedChanges(store, options);
    if (changes.length > 0) {
      throw new MoveStop(
        "move-plan-not-empty",
        `a plan of ${store.stack} at its new place has ${changes.length} changes`,
        "the old state is unchanged: apply these changes with the old configuration, then run the same command again",
        changes.map(({ address, action }) => `${address} (${action})`),
      );
    }
    report(move, "planned", store.stack);
  }
}

async function emptySource(move: Move, store: StateStore, copied: StateDocument | undefined): Promise<void> {
  if (copied === undefined || !holdsResources(copied)) return;
  const now = await pull("from", move, store);
  if (now === undefined || !holdsResources(now)) return;
  if (now.lineage !== copied.lineage || now.serial !== copied.serial) {
    throw new MoveStop(
      "move-changed-meanwhile",
      `the state of ${store.stack} at ${store.place} changed during the move`,
      "empty the new states, which hold the earlier resources, then run the same command again",
      addressesIn(now),
    );
  }
  await store.push(asEmptied(now));
  await pull("from", move, store);
  report(move, "emptied", store.stack);
}

function record(move: Move, change: Partial<Backup["record"]>): void {
  if (move.backup === undefined) return;
  move.backup = writeRecord({ ...move.backup, record: { ...move.backup.record, ...change } });
}

function report({ options }: Move, done: MoveStep["done"], stack?: string): void {
  options.onStep?.({ done, ...(stack !== undefined && { stack }) });
}
