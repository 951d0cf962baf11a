/** A reason not to destroy a stage yet. */
import { failureOf } from "../sweep/failures";

/** Resources that the destroy of a stage would orphan, or that would make it fail. */
export interface Blocker {
  /** One sentence, with the number of resources and the first names. */
  readonly what: string;
  /** The names of all resources; empty if the search failed. */
  readonly names: readonly string[];
  readonly fix: string;
}

/** How many names a sentence contains. */
const shown = 5;

/** No blocker without names. @param statement about the resources, such as `job pods have not ended` */
export function blockedBy(names: readonly string[], statement: string, fix: string): Blocker[] {
  if (names.length === 0) return [];
  const more = names.length > shown ? `, and ${names.length - shown} more` : "";
  return [{ what: `${names.length} ${statement}: ${names.slice(0, shown).join(", ")}${more}`, names, fix }];
}

/** A search that fails is a blocker too, since the resources may exist. */
export async function searchFor(what: string, search: () => Promise<Blocker[]>): Promise<Blocker[]> {
  try {
    return await search();
  } catch (error) {
    const { text, fix } = failureOf(error);
    return [{ what: `could not search for ${what}: ${text}`, names: [], fix }];
  }
}
