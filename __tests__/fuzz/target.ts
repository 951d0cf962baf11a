/** One reader of outside data, and the properties that must hold for every input. */
import fc from "fast-check";
import { printer } from "../../src/cli/terminal/printer";
import type { Printable } from "../../src/html/terminal-text";

/** Whether the reader accepted the input or refused it with a located problem. Anything else is thrown. */
export type Verdict = "accepted" | "refused";

export interface Target {
  readonly name: string;
  /** @param watch times one try and counts its verdict; what it throws fails the property */
  readonly property: (
    watch: (attempt: () => Verdict | Promise<Verdict>) => Promise<void>,
  ) => fc.IRawProperty<unknown>;
  /** Called after the last try. */
  readonly close?: () => void;
}

/** @param attempt reads one input; it throws if the reader neither accepts nor refuses it */
export function target<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  attempt: (input: T) => Verdict | Promise<Verdict>,
): Target {
  return { name, property: (watch) => fc.asyncProperty(inputs, (input) => watch(() => attempt(input))) };
}

/** Characters that move a cursor, colour a terminal or change the direction of text. Line breaks and tabs are allowed. */
const control = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** The text as the command line prints it. @throws when it contains a control character or the canary */
export function assertPrintable(text: Printable): void {
  let shown = "";
  const stream = {
    isTTY: false,
    write: (written: string) => (shown += written),
    on: () => undefined,
  };
  printer(stream, {}).print(text);
  const found = control.exec(shown);
  if (found !== null) {
    const around = JSON.stringify(shown.slice(Math.max(0, found.index - 40), found.index + 40));
    throw new Error(`U+${(found[0].codePointAt(0) ?? 0).toString(16)} reaches the terminal: ${around}`);
  }
  assertNoCanary(shown);
}

/** A token in some inputs; no output may contain it. */
export const canary = "glrt-Canary0123456789ABCD";

/** @throws when the text contains the canary */
export function assertNoCanary(text: string): void {
  if (text.includes(canary)) throw new Error("the output holds the canary token");
}
