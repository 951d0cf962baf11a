/** One row of the adopt table. */
import type { Search, Ownership } from "../ownership";

/** Looks for the resource of one candidate. @throws the error of AWS or kubectl */
export type Find = (search: Search) => Promise<Ownership>;

/** How a resource type is adopted. */
export type AdoptRow =
  /** Search for it: to create a second one would fail, or leave an orphan that costs money. */
  | { readonly how: "find"; readonly find: Find }
  /** Do not search: to create it again only sets its values, so the apply needs no import. */
  | { readonly how: "upsert"; readonly because: string }
  /** Do not search: it exists only in the state, or takes over an object that AWS creates. */
  | { readonly how: "nothing"; readonly because: string };

/** Rows of the adopt table, by Terraform resource type. */
export type AdoptRows = Readonly<Record<string, AdoptRow>>;

export const find = (search: Find): AdoptRow => ({ how: "find", find: search });
export const upsert = (because: string): AdoptRow => ({ how: "upsert", because });
export const nothing = (because: string): AdoptRow => ({ how: "nothing", because });
