/**
 * What is in the emulated account and Region now, asked through AWS's own API. What an account has from the start is
 * in it too: a test compares two inventories, one from before and one from after.
 */
import type { ClientPlace } from "./clients";
import { ec2Rows } from "./inventory/ec2";
import { eksRows } from "./inventory/eks";
import { iamRows } from "./inventory/iam";
import { otherRows } from "./inventory/others";
import type { InventoryRow } from "./inventory/row";

export type { InventoryKind, InventoryRow } from "./inventory/row";

export async function takeInventory(place: ClientPlace): Promise<InventoryRow[]> {
  const rows = await Promise.all([ec2Rows(place), eksRows(place), iamRows(place), otherRows(place)]);
  return rows.flat().sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** What came since. */
export function leftovers(
  before: readonly InventoryRow[],
  after: readonly InventoryRow[],
): readonly InventoryRow[] {
  const known = new Set(before.map(keyOf));
  return after.filter((row) => !known.has(keyOf(row)));
}

function keyOf({ service, kind, id }: InventoryRow): string {
  return `${service} ${kind} ${id}`;
}
