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
interface AnnotatedValue {
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
export function valueAt(value: Json, key: string | number): Json {
  if (typeof key === "number") return isList(value) ? (value[key] ?? null) : null;
  return isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

export function valueAtPath(value: Json, ...path: readonly (string | number)[]): Json {
  return path.reduce(valueAt, value);
}

/** `true` counts for all that is within; so does a mask of another shape than the value. */
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

/** The parts to look into, of both sides and of what is unknown in them; none where a value counts as one. */
function childKeys(before: AnnotatedValue, after: AnnotatedValue): readonly (string | number)[] {
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
      isList(value) && value.every(isPlain) && !masksAny(unknown) && !masksAny(sensitive),
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
function masksAny(mask: Json): boolean {
  if (isList(mask)) return mask.some(masksAny);
  return isObject(mask) ? Object.values(mask).some(masksAny) : mask === true;
}

function isEmpty(value: Json): boolean {
  if (value === null) return true;
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

function isSame(one: Json, other: Json): boolean {
  return (isEmpty(one) && isEmpty(other)) || JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
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

/** A document in a string, such as a policy, when both sides have one: so that only what differs in it is shown. */
function parsedDocuments(
  before: AnnotatedValue,
  after: AnnotatedValue,
): readonly [AnnotatedValue, AnnotatedValue] | undefined {
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
  readonly before: AnnotatedValue;
  readonly after: AnnotatedValue;
  readonly forcing: readonly Path[];
}

/** What differs; of something new or gone, all that it has. */
export function differences({ before, after, forcing }: Sides, path: Path = []): readonly AttributeChange[] {
  const isSensitive = before.sensitive === true || after.sensitive === true;
  if (after.unknown !== true && isSame(before.value, after.value) && !masksAny(after.unknown)) return [];
  if (!isSensitive && after.unknown !== true) {
    const [inner, outer] = parsedDocuments(before, after) ?? [before, after];
    const keys = childKeys(inner, outer);
    if (keys.length > 0) {
      return keys.flatMap((key) => {
        const next = { before: childAt(inner, key), after: childAt(outer, key), forcing };
        return differences(next, [...path, key]);
      });
    }
    if (isSame(before.value, after.value)) return [];
  }
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

/** Whether one path leads to the other or the other way round. */
function touches(one: Path, other: Path): boolean {
  return one.slice(0, other.length).every((segment, at) => segment === other[at]);
}

/** Every text that a mask covers, wherever it stands in the value. */
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

/** A copy in which null stands for what a mask covers. */
export function withoutMasked(value: Json, mask: Json): Json {
  if (mask === true) return null;
  if (isList(value)) return value.map((each, at) => withoutMasked(each, maskAt(mask, at)));
  if (!isObject(value)) return masksAny(mask) ? null : value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, withoutMasked(valueAt(value, key), maskAt(mask, key))]),
  );
}
