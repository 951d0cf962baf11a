/** Reads fields of untrusted JSON. A field that is missing or has another type counts as empty. */
export function fieldAt(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}

export function textField(value: unknown, key: string): string {
  const found = fieldAt(value, key);
  return typeof found === "string" ? found : "";
}

export function listField(value: unknown, key: string): readonly unknown[] {
  const found = fieldAt(value, key);
  return Array.isArray(found) ? found : [];
}

export function textFields(value: unknown, key: string): ReadonlyMap<string, string> {
  const found = fieldAt(value, key);
  if (typeof found !== "object" || found === null) return new Map();
  return new Map(
    Object.entries(found).flatMap(([name, each]) =>
      typeof each === "string" ? [[name, each] as const] : [],
    ),
  );
}
