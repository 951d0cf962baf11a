/** Renders values of attributes on one line, or line by line. A name replaces unreadable values, such as base64. */
import { visible } from "../../html/visible";
import { sensitiveText, unknownText, type AttributeChange, type Json } from "../diff";
import { secretText } from "../secrets";

const placeholders: readonly Json[] = [unknownText, sensitiveText, secretText];

/** Base64 of more than 75 bytes, also within a longer text. */
const base64 = /[A-Za-z0-9+/]{100,}={0,2}/g;
const isHex = (text: string) => /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text);

const isCertificate = (text: string) => text.startsWith("-----BEGIN CERTIFICATE-----");

/** Replaces base64 and certificates with their names. */
function elided(text: string): string {
  if (isCertificate(text)) return "(certificate)";
  return text.replace(base64, (run) =>
    isHex(run) ? run : `(base64, ${Math.floor((run.replace(/=+$/, "").length * 3) / 4)} bytes)`,
  );
}

/** A value as JSON on one line, without control characters. The name of an unreadable value has no quotes. */
export function valueText(value: Json): string {
  if (value === null) return "(none)";
  if (typeof value !== "string") {
    return visible(
      JSON.stringify(value, (_, each: Json) => (typeof each === "string" ? elided(each) : each)),
    );
  }
  const text = elided(value);
  const isNamed = placeholders.includes(value) || (text !== value && /^\([^()]*\)$/.test(text));
  return isNamed ? text : visible(JSON.stringify(text));
}

/** Both values of a change as text. If both have the same name, the second is "(another value)". */
export function sidesText({ before, after }: AttributeChange): {
  readonly before: string;
  readonly after: string;
} {
  const [old, current] = [valueText(before), valueText(after)];
  const isAlike = old === current && !placeholders.includes(before);
  return { before: old, after: isAlike ? "(another value)" : current };
}

/** One line of a compared text. */
interface LineChange {
  readonly mark: "-" | "+" | " ";
  readonly text: string;
}

/** The number of unchanged lines shown around a difference. */
const context = 2;

/**
 * Compares two multi-line texts: skips the equal lines at the start and at the end, and returns the rest with context.
 * Undefined when neither text has more than one line.
 */
export function lineChanges(before: Json, after: Json): readonly LineChange[] | undefined {
  if (typeof before !== "string" || typeof after !== "string") return undefined;
  if (!before.includes("\n") && !after.includes("\n")) return undefined;
  if (isCertificate(before) || isCertificate(after)) return undefined;
  const [old, current] = [elided(before).split("\n"), elided(after).split("\n")];
  let start = 0;
  while (start < Math.min(old.length, current.length) && old[start] === current[start]) start++;
  let end = 0;
  while (
    end < Math.min(old.length, current.length) - start &&
    old[old.length - 1 - end] === current[current.length - 1 - end]
  ) {
    end++;
  }
  const marked = (lines: readonly string[], mark: LineChange["mark"]) =>
    lines.map((text) => ({ mark, text: visible(text) }));
  return [
    ...marked(old.slice(Math.max(0, start - context), start), " "),
    ...marked(old.slice(start, old.length - end), "-"),
    ...marked(current.slice(start, current.length - end), "+"),
    ...marked(old.slice(old.length - end, old.length - end + context), " "),
  ];
}
