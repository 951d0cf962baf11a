/** What stands in the way of a destroy. */
import { failureOf } from "../sweep/failures";

export interface Blocker {
  /** One sentence, with how many there are and the first few names. */
  readonly what: string;
  /** Of all of them; empty where it could not be looked for. */
  readonly names: readonly string[];
  readonly fix: string;
}

const shown = 5;

/** None where nothing was found. @param saying what they are and do, as in `job pods still run` */
export function blockedBy(names: readonly string[], saying: string, fix: string): Blocker[] {
  if (names.length === 0) return [];
  const more = names.length > shown ? `, and ${names.length - shown} more` : "";
  return [{ what: `${names.length} ${saying}: ${names.slice(0, shown).join(", ")}${more}`, names, fix }];
}

/** What AWS does not let us look for may be there. */
export async function lookingFor(what: string, look: () => Promise<Blocker[]>): Promise<Blocker[]> {
  try {
    return await look();
  } catch (error) {
    const { text, fix } = failureOf(error);
    return [{ what: `could not look for ${what}: ${text}`, names: [], fix }];
  }
}
