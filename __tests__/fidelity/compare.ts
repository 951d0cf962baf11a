/**
 * Compares an emulated state with the state that the real modules and providers created from the same configuration.
 *
 * 1. Values that differ in every run are replaced by the placeholders of the records: ids, times, name suffixes.
 * 2. Text with JSON is compared as JSON, and lists in any order, because most are sets.
 * 3. Every address and every value that only one state has, or that differs, is a difference.
 * 4. The table of accepted differences removes those that its rows match. The remaining ones must be fixed in the emulator,
 *    or get a row with a reason. A row that matches nothing is out of date.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ShownResource } from "../support/shown-state";

/** The attributes of a resource. */
export type Values = Readonly<Record<string, z.core.util.JSONType>>;
/** Managed resources: address to attributes. */
export type States = ReadonlyMap<string, Values>;

/** One attribute that differs, or a resource that only one state has. */
interface Difference {
  readonly address: string;
  /** Keys and indexes joined with dots; empty for a resource that only one state has. */
  readonly attribute: string;
  /** Undefined if the state does not have it. */
  readonly real?: string;
  readonly emulated?: string;
}

/** A row of the table of accepted differences. */
export interface Accepted {
  readonly address: RegExp;
  readonly attribute: RegExp;
  readonly reason: string;
  /** Whether the larger configuration may lack this difference. @default false */
  readonly sometimes?: true;
}

const recordSchema = z.record(
  z.string(),
  z.object({ mode: z.enum(["managed", "data"]), values: z.record(z.string(), z.json()) }),
);

/** Reads records of the real states. @param names file names in this folder, without `.json` */
export function recordedStates(names: readonly string[]): States {
  return new Map(
    names.flatMap((name) => {
      const text = readFileSync(join(import.meta.dirname, `${name}.json`), "utf8");
      return Object.entries(recordSchema.parse(JSON.parse(text))).flatMap(([address, { mode, values }]) =>
        mode === "managed" ? [[address, values] as const] : [],
      );
    }),
  );
}

/** Returns the managed resources, as Terraform shows them. Data sources are not compared. */
export function emulatedStates(resources: readonly ShownResource[]): States {
  const managed = resources.filter(({ mode }) => mode === "managed");
  return new Map(managed.map(({ address, values }) => [address, values]));
}

/** Returns all differences, sorted by address and attribute. */
export function differences(real: States, emulated: States): readonly Difference[] {
  const addresses = [...new Set([...real.keys(), ...emulated.keys()])].sort();
  return addresses.flatMap((address) => {
    const [wanted, found] = [real.get(address), emulated.get(address)];
    if (wanted === undefined) return [{ address, attribute: "", emulated: "there" }];
    if (found === undefined) return [{ address, attribute: "", real: "there" }];
    return valueDifferences(address, wanted, found);
  });
}

function valueDifferences(address: string, wanted: Values, found: Values): readonly Difference[] {
  const [real, emulated] = [leavesOf(wanted), leavesOf(found)];
  const attributes = [...new Set([...real.keys(), ...emulated.keys()])].sort();
  return attributes.flatMap((attribute) => {
    const pair = { address, attribute, real: real.get(attribute), emulated: emulated.get(attribute) };
    return pair.real === pair.emulated ? [] : [pair];
  });
}

/** Removes the accepted differences, and returns the rows that matched nothing. */
export function withoutAccepted(found: readonly Difference[], table: readonly Accepted[]) {
  const matches = (row: Accepted, { address, attribute }: Difference) =>
    row.address.test(address) && row.attribute.test(attribute);
  return {
    left: found.filter((each) => !table.some((row) => matches(row, each))),
    idle: table.filter((row) => row.sometimes !== true && !found.some((each) => matches(row, each))),
  };
}

/** Returns the values by path, without null, "" and empty lists and objects, which providers use for absent values. */
function leavesOf(values: Values): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const walk = (value: z.core.util.JSONType, path: string) => {
    if (value === null || value === "") return;
    if (typeof value === "string") {
      const inner = parseJsonText(value);
      if (inner === undefined) leaves.set(path, placeholders(value));
      else walk(inner, `${path}:`);
      return;
    }
    if (typeof value !== "object") {
      leaves.set(path, String(value));
      return;
    }
    const entries = Array.isArray(value)
      ? sorted(value).map((item, index) => [String(index), item] as const)
      : Object.entries(value);
    for (const [key, item] of entries) walk(item, path === "" ? key : `${path}.${placeholders(key)}`);
  };
  walk({ ...values }, "");
  return leaves;
}

function sorted(list: readonly z.core.util.JSONType[]): readonly z.core.util.JSONType[] {
  const keyed = list.map((item) => [canonical(item), item] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** Returns a text that does not depend on the order of keys and list entries. */
function canonical(value: z.core.util.JSONType): string {
  if (typeof value === "string") return placeholders(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  const entries = Object.entries(value).map(([key, item]) => `${key}=${canonical(item)}`);
  return `{${entries.sort().join()}}`;
}

/** Returns the JSON in a text, or undefined if the text is not a JSON object or list. */
function parseJsonText(text: string): z.core.util.JSONType | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return z.json().parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Patterns of generated values and their placeholders. They do not match the placeholders in the records. */
const words: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "UUID"],
  [/\b(vpc|subnet|sg|sgr|rtb|rtbassoc|igw|nat|eipalloc|eipassoc|eni|acl|lt|dopt)-[0-9a-f]{8,17}\b/g, "$1-ID"],
  [/\b(r-rtb)-[0-9a-f]{8,17}\b/g, "$1-ID"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?/g, "TIME"],
  // Terraform's name suffixes: a timestamp of 18 digits and a counter of 8 hexadecimal digits.
  [/20\d{16}[0-9a-f]{8}\b/g, "UNIQUE"],
  [/\/id\/[0-9A-F]{32}\b/g, "/id/OIDC"],
  // The emulated cluster and its OIDC issuer are on loopback.
  [/127\.0\.0\.1:\d+\/id\//g, "oidc.eks.us-west-2.amazonaws.com/id/"],
  [/\b(https?):\/\/127\.0\.0\.1:\d+/g, "$1://ENDPOINT"],
  [/[A-Za-z0-9+/]{200,}={0,2}/g, "BASE64"],
];

function placeholders(text: string): string {
  return words.reduce((current, [pattern, word]) => current.replace(pattern, word), text);
}
