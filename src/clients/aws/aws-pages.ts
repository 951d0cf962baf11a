/** Reads paged answers and tags of AWS. */
export interface TagPair {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

export function tagsOf(pairs: readonly TagPair[] = []): Record<string, string> {
  return Object.fromEntries(pairs.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** Returns the items of all pages. @throws the error of AWS */
export async function allPages<P, T>(
  pages: AsyncIterable<P>,
  items: (page: P) => readonly T[] | undefined,
): Promise<T[]> {
  const found: T[] = [];
  for await (const page of pages) found.push(...(items(page) ?? []));
  return found;
}
