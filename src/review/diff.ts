/**
 * Attributes before and after a change, down to the smallest part that differs. What Terraform calls sensitive on
 * either side is hidden on both: the same value may be the other side's.
 */
import * as z from "zod";
import { pathText, type Path } from "../config/paths";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export const unknownText = "(known after apply)";
export const sensitiveText = "(sensitive)";

export interface AttributeChange {
  /** `vpc_config[0].subnet_ids`, `tags["cost center"]`. */
  readonly path: string;
  /** Null where there is none. */
  readonly before: Json;
  readonly after: Json;
  /** This difference is why the thing is replaced. */
  readonly forcesReplacement: boolean;
}

/** One value with what Terraform says of it. */
interface Marked {
  readonly value: Json;
  readonly unknown: Json;
  readonly sensitive: Json;
}

type JsonObject = Readonly<Record<string, Json>>;

export function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** The part of that name or number; null where there is none. */
export function part(value: Json, key: string | number): Json {
  if (typeof key === "number") return isList(value) ? (value[key] ?? null) : null;
  return isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

export function deepPart(value: Json, ...path: readonly (string | number)[]): Json {
  return path.reduce(part, value);
}

/** `true` counts for all that is within; so does a mask of another shape than the value. */
function partOfMask(mask: Json, key: string | number): Json {
  if (mask === true) return true;
  const fits = typeof key === "number" ? !isObject(mask) : !isList(mask);
  return fits ? part(mask, key) : holds(mask);
}

function step({ value, unknown, sensitive }: Marked, key: string | number): Marked {
  return {
    value: part(value, key),
    unknown: partOfMask(unknown, key),
    sensitive: partOfMask(sensitive, key),
  };
}

/** The parts to look into, of both sides and of what is unknown in them; none where a value counts as one. */
function parts(before: Marked, after: Marked): readonly (string | number)[] {
  const sides = [before.value, after.value, after.unknown].filter((side) => side !== null);
  if (sides.some(isObject)) {
    if (before.value !== null && !isObject(before.value)) return [];
    if (after.value !== null && !isObject(after.value)) return [];
    return [...new Set(sides.flatMap((side) => (isObject(side) ? Object.keys(side) : [])))];
  }
  const lists = [before, after].filter(({ value }) => value !== null);
  if (lists.length === 0 || !lists.every(({ value }) => isList(value))) return [];
  // A list of plain values reads best as a whole, unless some of it may not be read.
  const whole = lists.every(
    ({ value, unknown, sensitive }) =>
      isList(value) && value.every(isPlain) && !holds(unknown) && !holds(sensitive),
  );
  if (whole) return [];
  return Array.from(
    { length: Math.max(...lists.map(({ value }) => (isList(value) ? value.length : 0))) },
    (_, i) => i,
  );
}

/** On one line, without parts. */
function isPlain(value: Json): boolean {
  return typeof value === "string" ? !value.includes("\n") : typeof value !== "object";
}

/** Whether a mask covers anything. */
function holds(mask: Json): boolean {
  if (isList(mask)) return mask.some(holds);
  return isObject(mask) ? Object.values(mask).some(holds) : mask === true;
}

function isEmpty(value: Json): boolean {
  if (value === null) return true;
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

function same(one: Json, other: Json): boolean {
  return (isEmpty(one) && isEmpty(other)) || JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(part(value, key))]),
  );
}

/** A document in a string, such as a policy, when both sides have one: so that only what differs in it is shown. */
function documents(before: Marked, after: Marked): readonly [Marked, Marked] | undefined {
  if (before.unknown === true || after.unknown === true) return undefined;
  const [one, other] = [documentOf(before.value), documentOf(after.value)];
  if (one === undefined || other === undefined) return undefined;
  return [
    { ...before, value: one },
    { ...after, value: other },
  ];
}

/** What a string of JSON holds, when that is an object or a list. */
export function documentOf(value: Json): Json | undefined {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return undefined;
  try {
    return z.json().safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}

interface Sides {
  readonly before: Marked;
  readonly after: Marked;
  readonly forcing: readonly Path[];
}

/** What differs; of something new or gone, all that it has. */
export function differences({ before, after, forcing }: Sides, path: Path = []): readonly AttributeChange[] {
  const hidden = before.sensitive === true || after.sensitive === true;
  if (after.unknown !== true && same(before.value, after.value) && !holds(after.unknown)) return [];
  if (!hidden && after.unknown !== true) {
    const [inner, outer] = documents(before, after) ?? [before, after];
    const keys = parts(inner, outer);
    if (keys.length > 0) {
      return keys.flatMap((key) => {
        const next = { before: step(inner, key), after: step(outer, key), forcing };
        return differences(next, [...path, key]);
      });
    }
    if (same(before.value, after.value)) return [];
  }
  const conceal = hidden || holds(before.sensitive) || holds(after.sensitive);
  return [
    {
      path: path.length === 0 ? "" : pathText(path),
      before: isEmpty(before.value) ? null : conceal ? sensitiveText : before.value,
      after: shownAfter(after, conceal),
      forcesReplacement: forcing.some((force) => touches(force, path)),
    },
  ];
}

function shownAfter({ value, unknown }: Marked, conceal: boolean): Json {
  if (unknown !== true && isEmpty(value)) return null;
  if (conceal) return sensitiveText;
  return unknown === true ? unknownText : value;
}

/** Whether one path leads to the other or the other way round. */
function touches(one: Path, other: Path): boolean {
  return one.slice(0, other.length).every((segment, at) => segment === other[at]);
}

/** Every text that a mask covers, wherever it stands in the value. */
export function coveredTexts(value: Json, mask: Json): readonly string[] {
  if (mask === false || mask === null) return [];
  if (typeof value === "string") return holds(mask) ? [value] : [];
  if (isList(value)) return value.flatMap((each, at) => coveredTexts(each, partOfMask(mask, at)));
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap((key) => [
    ...(mask === true ? [key] : []),
    ...coveredTexts(part(value, key), partOfMask(mask, key)),
  ]);
}

/** A copy in which null stands for what a mask covers. */
export function withoutCovered(value: Json, mask: Json): Json {
  if (mask === true) return null;
  if (isList(value)) return value.map((each, at) => withoutCovered(each, partOfMask(mask, at)));
  if (!isObject(value)) return holds(mask) ? null : value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, withoutCovered(part(value, key), partOfMask(mask, key))]),
  );
}
