/**
 * Finds strings that look like a secret in values that Terraform does not mark as sensitive. Redacts them, and every
 * sensitive value, from the whole review.
 */
import { parseAllDocuments } from "yaml";
import * as z from "zod";
import { holdsSecret, isHarmless, isSecretName, maskText } from "../config/mask";
import { pathText, type Path } from "../config/paths";
import { documentOf, isList, isObject, valueAt, sensitiveText, type Json } from "./diff";

/** Shown in place of a string that looks like a secret. */
export const secretText = "(secret)";

/** Where a value has a secret. */
export interface SecretMatch {
  /** The path in the resource, which continues into a YAML or JSON document that an attribute contains. */
  readonly path: string;
  /** The secret itself when its key names it; undefined when only a pattern in the text matches. */
  readonly value?: string;
}

/** Finds every string that looks like a secret, including those in JSON and YAML documents. */
export function findSecrets(value: Json, path: Path = [], name = ""): readonly SecretMatch[] {
  if (typeof value === "string") return secretsInText(value, path, name);
  if (isList(value)) return value.flatMap((each, at) => findSecrets(each, [...path, at], name));
  if (!isObject(value)) return [];
  // A `set` block of a Helm release has the key in `name` and the value in `value`.
  const setting = valueAt(value, "name");
  return Object.keys(value).flatMap((key) => {
    const own = key === "value" && typeof setting === "string" ? setting : key;
    return findSecrets(valueAt(value, key), [...path, key], own);
  });
}

function secretsInText(text: string, path: Path, name: string): readonly SecretMatch[] {
  const inner = innerDocuments(text).flatMap((content) => findSecrets(content, path));
  if (inner.length > 0) return inner;
  if (isSecretName(name) && !isHarmless(text)) return [{ path: pathText(path), value: text }];
  return redactPatterns(text) === text ? [] : [{ path: pathText(path) }];
}

/** The documents in a string: JSON, or YAML with at least one key. */
function innerDocuments(text: string): readonly Json[] {
  const json = documentOf(text);
  if (json !== undefined) return [json];
  if (!/\n|^[\w."-]+: /.test(text)) return [];
  try {
    return parseAllDocuments(text, { logLevel: "silent" }).flatMap((document) => {
      const content = z.json().safeParse(document.toJS());
      return content.success && typeof content.data === "object" ? [content.data] : [];
    });
  } catch {
    // Not YAML, or more aliases than the parser allows: search the text itself.
    return [];
  }
}

function redactPatterns(text: string): string {
  return holdsSecret(text) ? maskText(text, secretText) : text;
}

/** In characters. Shorter secrets are often common words; replacing those everywhere makes a report unreadable. */
const minLength = 8;

/** Returns a function that redacts these values from a text, and every pattern that looks like a secret. */
export function textRedactor(
  sensitive: readonly string[],
  secrets: readonly string[],
): (text: string) => string {
  const replacements = [
    ...sensitive.map((text) => [text, sensitiveText] as const),
    ...secrets.map((text) => [text, secretText] as const),
  ]
    .filter(([text]) => text.length >= minLength)
    .flatMap(([text, shown]) => [[text, shown] as const, [JSON.stringify(text).slice(1, -1), shown] as const])
    .sort(([a], [b]) => b.length - a.length);
  return (text) =>
    redactPatterns(
      replacements.reduce((rest, [secret, shown]) => rest.replaceAll(secret, () => shown), text),
    );
}

/** A copy that is safe to show. A string that still has a secret after `clean` is hidden as a whole. */
export function redactValue(value: Json, clean: (text: string) => string, name = ""): Json {
  if (typeof value === "string") {
    const text = clean(value);
    return secretsInText(text, [], name).length > 0 ? secretText : text;
  }
  if (isList(value)) return value.map((each) => redactValue(each, clean, name));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value).map((key) => [clean(key), redactValue(valueAt(value, key), clean, key)]),
  );
}
