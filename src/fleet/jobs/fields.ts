/** Fields of JSON that somebody else wrote: what is not there, or is of another kind, reads as empty. */
export function at(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}

export function text(value: unknown, key: string): string {
  const found = at(value, key);
  return typeof found === "string" ? found : "";
}

export function list(value: unknown, key: string): readonly unknown[] {
  const found = at(value, key);
  return Array.isArray(found) ? found : [];
}

export function texts(value: unknown, key: string): ReadonlyMap<string, string> {
  const found = at(value, key);
  if (typeof found !== "object" || found === null) return new Map();
  return new Map(
    Object.entries(found).flatMap(([name, each]) =>
      typeof each === "string" ? [[name, each] as const] : [],
    ),
  );
}
