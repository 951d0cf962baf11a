/**
 * What is in the emulated account and Region now, asked through AWS's own API, but for what every account has from
 * the start: of a new one the inventory is empty.
 */
import type { EmulatedAccess } from "./clients";
import { ec2Rows } from "./inventory/ec2";
import { eksRows } from "./inventory/eks";
import { iamRows } from "./inventory/iam";
import { otherRows } from "./inventory/others";
import type { InventoryRow } from "./inventory/row";

export type { InventoryRow } from "./inventory/row";

export async function takeInventory(place: EmulatedAccess): Promise<InventoryRow[]> {
  const rows = await Promise.all([ec2Rows(place), eksRows(place), iamRows(place), otherRows(place)]);
  return rows.flat().sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

function keyOf({ service, kind, id }: InventoryRow): string {
  return `${service} ${kind} ${id}`;
}
