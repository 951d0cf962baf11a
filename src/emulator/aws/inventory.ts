/**
 * The resources of the emulated account in one Region, read through the AWS APIs. Resources that every new account has are
 * left out, so the inventory of a new account is empty.
 */
import type { EmulatedAccess } from "./clients";
import { ec2Rows } from "./inventory/ec2";
import { eksRows } from "./inventory/eks";
import { iamRows } from "./inventory/iam";
import { otherRows } from "./inventory/others";
import type { InventoryRow } from "./inventory/row";

export type { InventoryRow } from "./inventory/row";

/** Sorted by service, kind and id. */
export async function takeInventory(access: EmulatedAccess): Promise<InventoryRow[]> {
  const rows = await Promise.all([ec2Rows(access), eksRows(access), iamRows(access), otherRows(access)]);
  return rows.flat().sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ service, kind, id }: InventoryRow): string {
  return `${service} ${kind} ${id}`;
}
