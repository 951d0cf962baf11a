/** Defines a fuzz target: a reader of outside data, and the properties that must hold for every input. */
import fc from "fast-check";
import { printer } from "../../src/cli/terminal/printer";
import type { Printable } from "../../src/html/terminal-text";

/** Whether the reader accepted the input or refused it with a located problem. Anything else is thrown. */
export type Verdict = "accepted" | "refused";

/** A reader and the property that a run of fast-check tests. */
export interface Target {
  readonly name: string;
  /** @param watch times one try and counts its verdict. An exception fails the property */
  readonly property: (
    watch: (attempt: () => Verdict | Promise<Verdict>) => Promise<void>,
  ) => fc.IRawProperty<unknown>;
  /** Called after the last try. */
  readonly close?: () => void;
}

/** Creates a target. @param attempt reads one input, and throws if the reader neither accepts nor refuses it */
export function target<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  attempt: (input: T) => Verdict | Promise<Verdict>,
): Target {
  return { name, property: (watch) => fc.asyncProperty(inputs, (input) => watch(() => attempt(input))) };
}

/** Characters that move a cursor, colour a terminal or change the direction of text. Line breaks and tabs are allowed. */
const control = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Checks a text as the command line prints it. @throws Error if it contains a control character or the canary */
export function assertPrintable(text: Printable): void {
  let shown = "";
  const stream = {
    isTTY: false,
    write: (written: string) => (shown += written),
    on: () => undefined,
  };
  printer(stream, {}).print(text);
  const match = control.exec(shown);
  if (match !== null) {
    const around = JSON.stringify(shown.slice(Math.max(0, match.index - 40), match.index + 40));
    throw new Error(`U+${(match[0].codePointAt(0) ?? 0).toString(16)} reaches the terminal: ${around}`);
  }
  assertNoCanary(shown);
}

/** A token that some inputs contain. No output may contain it. */
export const canary = "glrt-Canary0123456789ABCD";

/** @throws Error if the text contains the canary */
export function assertNoCanary(text: string): void {
  if (text.includes(canary)) throw new Error("the output holds the canary token");
}
