/** How the words of a command line become values: what options and arguments have in common. */

/**
 * What a shell offers where a value is expected. Nothing is offered for `text`, which may be anything; for `runner` the
 * names of the configuration that the shell's own folder or GLRUNNER_CONFIG has.
 */
export type Completes = "file" | "folder" | "runner" | "text" | readonly string[];

/** A value, or what the words should have been: "a whole number from 1 to 10". */
export type Reading<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly expected: string };

export function valid<Value>(value: Value): Reading<Value> {
  return { ok: true, value };
}

export function invalid(expected: string): Reading<never> {
  return { ok: false, expected };
}
