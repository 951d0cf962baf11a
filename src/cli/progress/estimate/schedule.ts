/**
 * Simulates Terraform: it runs ten pieces of work at once, each after the work that it depends on, and Fargate profiles
 * one after the other. Returns the time at which all work is done.
 */
import { resourceType } from "./address";
import type { Work } from "./duration";
import { oneAtATime, parallel, waitsFor } from "./tables";

interface Task extends Work {
  /** Its duration from now, or from when it can start. */
  readonly seconds: number;
  readonly running: boolean;
}

interface Piece {
  readonly seconds: number;
  readonly alone: boolean;
  /** The type by which other work depends on it. */
  readonly key: string;
  readonly waits: readonly string[];
}

export function schedule(tasks: readonly Task[]): number {
  const unfinished = new Map<string, number>();
  const count = ({ key }: Piece, by: number) => unfinished.set(key, (unfinished.get(key) ?? 0) + by);
  const begun = tasks.filter(({ running }) => running).map(pieceOf);
  const first = begun.find(({ alone }) => alone);
  const isHeld = (piece: Piece) => piece.alone && piece !== first;
  const longestFirst = (a: Piece, b: Piece) => b.seconds - a.seconds;
  const pending = tasks.filter(({ running }) => !running).map(pieceOf);
  // Terraform reports that all Fargate profiles have started, but AWS works on the first one only.
  let waiting = [...begun.filter(isHeld), ...pending.sort(longestFirst)];
  let running = begun.filter((piece) => !isHeld(piece)).map((piece) => ({ piece, end: piece.seconds }));
  for (const piece of [...begun, ...pending]) count(piece, 1);
  let now = 0;
  while (running.length > 0 || waiting.length > 0) {
    const still: Piece[] = [];
    for (const piece of waiting) {
      const isOccupied = piece.alone && running.some((other) => other.piece.alone);
      const blocked = piece.waits.some((key) => (unfinished.get(key) ?? 0) > 0);
      if (running.length >= parallel || isOccupied || blocked) still.push(piece);
      else running.push({ piece, end: now + piece.seconds });
    }
    waiting = still;
    now = Math.min(...running.map(({ end }) => end));
    for (const { piece } of running.filter(({ end }) => end <= now)) count(piece, -1);
    running = running.filter(({ end }) => end > now);
  }
  return now;
}

/** A creation waits for its dependencies and for the deletion that it replaces. A deletion waits for its dependents. */
function pieceOf({ address, action, seconds }: Task): Piece {
  const type = resourceType(address) ?? "";
  const alone = oneAtATime.includes(type);
  if (action === "delete") {
    const dependents = [...waitsFor.keys()].filter((other) => waitsFor.get(other)?.includes(type));
    return { seconds, alone, key: `delete ${type}`, waits: dependents.map((other) => `delete ${other}`) };
  }
  const needed = (waitsFor.get(type) ?? []).map((other) => `create ${other}`);
  return { seconds, alone, key: `create ${type}`, waits: [...needed, `delete ${type}`] };
}
