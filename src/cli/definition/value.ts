/** What options and arguments have in common: how texts become values, and what a shell offers for them. */

/**
 * What a shell offers for a value. For `text` it offers nothing. For `runner` it offers the runner names in the
 * configuration of the current folder or of GLRUNNER_CONFIG.
 */
export type Completes = "file" | "folder" | "runner" | "text" | readonly string[];

/** A value, or a description of the valid ones, such as "a whole number from 1 to 10". */
export type Reading<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly expected: string };

export function valid<Value>(value: Value): Reading<Value> {
  return { ok: true, value };
}

export function invalid(expected: string): Reading<never> {
  return { ok: false, expected };
}
