/** What the table says of a resource type. */
import type { Search, Ownership } from "../ownership";

export type Find = (search: Search) => Promise<Ownership>;

export type AdoptRow =
  /** A second one would be a conflict, or an orphan that costs money. */
  | { readonly how: "find"; readonly find: Find }
  /** Creating an existing object only sets its values, so the apply needs no import. */
  | { readonly how: "upsert"; readonly because: string }
  /** Exists in Terraform's state alone, or takes over by itself what AWS has made. */
  | { readonly how: "nothing"; readonly because: string };

export type AdoptRows = Readonly<Record<string, AdoptRow>>;

export const find = (how: Find): AdoptRow => ({ how: "find", find: how });
export const upsert = (because: string): AdoptRow => ({ how: "upsert", because });
export const nothing = (because: string): AdoptRow => ({ how: "nothing", because });
