/**
 * Compares the attributes of a resource before and after a change:
 *
 * 1. Walk both sides together, into objects, lists and JSON documents that are stored in a string.
 * 2. Stop at the smallest value that differs. A list of single-line values counts as one value.
 * 3. Hide a value that Terraform marks as sensitive on either side: the other side may have the same value.
 */
import * as z from "zod";
import { pathText, type Path } from "../config/paths";

/** A value of a plan's JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Shown for a value that Terraform knows only after apply. */
export const unknownText = "(known after apply)";
/** Shown for a value that Terraform marks as sensitive. */
export const sensitiveText = "(sensitive)";

/** One difference, as the reports show it and `plan --json` prints it. */
export interface AttributeChange {
  /** The attribute's path: `vpc_config[0].subnet_ids`, `tags["cost center"]`. */
  readonly path: string;
  /** Null when the attribute is not set. */
  readonly before: Json;
  readonly after: Json;
  /** Whether this difference makes Terraform replace the resource. */
  readonly forcesReplacement: boolean;
}

/** A value with Terraform's masks: the parts of it that are unknown or sensitive. */
interface AnnotatedValue {
  readonly value: Json;
  readonly unknown: Json;
  readonly sensitive: Json;
}

type JsonObject = Readonly<Record<string, Json>>;

/** Narrows a value to an object. */
export function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

/** Narrows a value to a list. */
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value of that key or index; null when there is none. */
export function valueAt(value: Json, key: string | number): Json {
  if (typeof key === "number") return isList(value) ? (value[key] ?? null) : null;
  return isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

/** The value at that path; null when a key or index on the way does not exist. */
export function valueAtPath(value: Json, ...path: readonly (string | number)[]): Json {
  return path.reduce(valueAt, value);
}

/** A mask of `true` covers all children. So does a mask whose shape differs from the value's, to be safe. */
function maskAt(mask: Json, key: string | number): Json {
  if (mask === true) return true;
  const fits = typeof key === "number" ? !isObject(mask) : !isList(mask);
  return fits ? valueAt(mask, key) : masksAny(mask);
}

function childAt({ value, unknown, sensitive }: AnnotatedValue, key: string | number): AnnotatedValue {
  return {
    value: valueAt(value, key),
    unknown: maskAt(unknown, key),
    sensitive: maskAt(sensitive, key),
  };
}

/** The keys to compare one by one, of both sides and of the unknown mask; none when the value is compared whole. */
function childKeys(before: AnnotatedValue, after: AnnotatedValue): readonly (string | number)[] {
  const sides = [before.value, after.value, after.unknown].filter((side) => side !== null);
  if (sides.some(isObject)) {
    if (before.value !== null && !isObject(before.value)) return [];
    if (after.value !== null && !isObject(after.value)) return [];
    return [...new Set(sides.flatMap((side) => (isObject(side) ? Object.keys(side) : [])))];
  }
  const lists = [before, after].filter(({ value }) => value !== null);
  if (lists.length === 0 || !lists.every(({ value }) => isList(value))) return [];
  // A list of plain values is easiest to read whole, unless a part of it is hidden.
  const whole = lists.every(
    ({ value, unknown, sensitive }) =>
      isList(value) && value.every(isPlain) && !masksAny(unknown) && !masksAny(sensitive),
  );
  if (whole) return [];
  return Array.from(
    { length: Math.max(...lists.map(({ value }) => (isList(value) ? value.length : 0))) },
    (_, i) => i,
  );
}

/** Whether a value fits on one line and has no children. */
function isPlain(value: Json): boolean {
  return typeof value === "string" ? !value.includes("\n") : typeof value !== "object";
}

/** Whether a mask covers anything. */
function masksAny(mask: Json): boolean {
  if (isList(mask)) return mask.some(masksAny);
  return isObject(mask) ? Object.values(mask).some(masksAny) : mask === true;
}

function isEmpty(value: Json): boolean {
  if (value === null) return true;
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

function isSame(a: Json, b: Json): boolean {
  return (isEmpty(a) && isEmpty(b)) || JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(valueAt(value, key))]),
  );
}

/** Parses a JSON document in a string, such as a policy, when both sides have one, to show only what differs in it. */
function parsedDocuments(
  before: AnnotatedValue,
  after: AnnotatedValue,
): readonly [AnnotatedValue, AnnotatedValue] | undefined {
  if (before.unknown === true || after.unknown === true) return undefined;
  const [parsedBefore, parsedAfter] = [documentOf(before.value), documentOf(after.value)];
  if (parsedBefore === undefined || parsedAfter === undefined) return undefined;
  return [
    { ...before, value: parsedBefore },
    { ...after, value: parsedAfter },
  ];
}

/** The object or list in a string of JSON; undefined for every other value. */
export function documentOf(value: Json): Json | undefined {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return undefined;
  try {
    return z.json().safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}

interface Sides {
  readonly before: AnnotatedValue;
  readonly after: AnnotatedValue;
  readonly forcing: readonly Path[];
  /** Which differences to keep. @default all */
  readonly keeps?: (path: Path) => boolean;
}

/** All differences below a path. For a created or deleted resource these are all of its attributes. */
export function differences(sides: Sides, path: Path = []): readonly AttributeChange[] {
  const { before, after, forcing, keeps } = sides;
  const isSensitive = before.sensitive === true || after.sensitive === true;
  if (after.unknown !== true && isSame(before.value, after.value) && !masksAny(after.unknown)) return [];
  if (!isSensitive && after.unknown !== true) {
    const [left, right] = parsedDocuments(before, after) ?? [before, after];
    const keys = childKeys(left, right);
    if (keys.length > 0) {
      return keys.flatMap((key) => {
        const next = { ...sides, before: childAt(left, key), after: childAt(right, key) };
        return differences(next, [...path, key]);
      });
    }
    if (isSame(before.value, after.value)) return [];
  }
  if (keeps?.(path) === false) return [];
  const isRedacted = isSensitive || masksAny(before.sensitive) || masksAny(after.sensitive);
  return [
    {
      path: path.length === 0 ? "" : pathText(path),
      before: isEmpty(before.value) ? null : isRedacted ? sensitiveText : before.value,
      after: shownAfter(after, isRedacted),
      forcesReplacement: forcing.some((force) => touches(force, path)),
    },
  ];
}

function shownAfter({ value, unknown }: AnnotatedValue, isRedacted: boolean): Json {
  if (unknown !== true && isEmpty(value)) return null;
  if (isRedacted) return sensitiveText;
  return unknown === true ? unknownText : value;
}

/** Whether one path is a prefix of the other. */
export function touches(a: Path, b: Path): boolean {
  return a.slice(0, b.length).every((segment, at) => segment === b[at]);
}

/** Every string that a mask covers, at any depth, with the keys of masked objects: the strings to redact. */
export function maskedTexts(value: Json, mask: Json): readonly string[] {
  if (mask === false || mask === null) return [];
  if (typeof value === "string") return masksAny(mask) ? [value] : [];
  if (isList(value)) return value.flatMap((each, at) => maskedTexts(each, maskAt(mask, at)));
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap((key) => [
    ...(mask === true ? [key] : []),
    ...maskedTexts(valueAt(value, key), maskAt(mask, key)),
  ]);
}

/** A copy with null in place of every masked value, so that a search for secrets skips what is hidden anyway. */
export function withoutMasked(value: Json, mask: Json): Json {
  if (mask === true) return null;
  if (isList(value)) return value.map((each, at) => withoutMasked(each, maskAt(mask, at)));
  if (!isObject(value)) return masksAny(mask) ? null : value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, withoutMasked(valueAt(value, key), maskAt(mask, key))]),
  );
}
