/** The path of a value in a configuration: `runners[0].job.cpu`, `tags["cost center"]`. */
export type Path = readonly PropertyKey[];

/** Path of problems that concern the whole file. */
export const rootPath = "(the whole file)";

/** The path as text, such as `runners[0].job.cpu`. */
export function pathText(path: Path): string {
  let text = "";
  for (const segment of path) {
    if (typeof segment === "number") text += `[${segment}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(String(segment)))
      text += text === "" ? String(segment) : `.${String(segment)}`;
    else text += `[${JSON.stringify(String(segment))}]`;
  }
  return text === "" ? rootPath : text;
}

/** Whether a value is a mapping, not a list or a scalar. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads only own properties, so that a key such as `constructor` finds nothing. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const segment of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = Object.getOwnPropertyDescriptor(value, segment)?.value;
  }
  return value;
}
