/**
 * Finds what looks like a secret in values that Terraform does not call sensitive, and takes it, and every value
 * that is sensitive, out of whatever is shown.
 */
import { parseAllDocuments } from "yaml";
import * as z from "zod";
import { holdsSecret, isHarmless, isSecretName, maskText } from "../config/mask";
import { pathText, type Path } from "../config/paths";
import { documentOf, isList, isObject, valueAt, sensitiveText, type Json } from "./diff";

export const secretText = "(secret)";

export interface SecretMatch {
  /** Within the resource, and on into a document of YAML or JSON that an attribute holds. */
  readonly path: string;
  /** The secret itself, where its name gives it away; else something in the text looks like one. */
  readonly value?: string;
}

/** Every string that looks like a secret, those in documents of JSON or YAML too. */
export function findSecrets(value: Json, path: Path = [], name = ""): readonly SecretMatch[] {
  if (typeof value === "string") return secretsInText(value, path, name);
  if (isList(value)) return value.flatMap((each, at) => findSecrets(each, [...path, at], name));
  if (!isObject(value)) return [];
  // A chart's `set` block names what it sets in a value of its own.
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

/** A string that holds a document: JSON, or YAML of more than one line. */
function innerDocuments(text: string): readonly Json[] {
  const one = documentOf(text);
  if (one !== undefined) return [one];
  if (!/\n|^[\w."-]+: /.test(text)) return [];
  try {
    return parseAllDocuments(text, { logLevel: "silent" }).flatMap((document) => {
      const content = z.json().safeParse(document.toJS());
      return content.success && typeof content.data === "object" ? [content.data] : [];
    });
  } catch {
    // An alias too many, or no YAML at all: the text is looked at as it stands.
    return [];
  }
}

function redactPatterns(text: string): string {
  return holdsSecret(text) ? maskText(text, secretText) : text;
}

/** Shorter ones are words, which occur everywhere for reasons of their own. */
const minLength = 8;

/** Takes these out of any text, and what looks like a secret of itself. */
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
    .sort(([one], [other]) => other.length - one.length);
  return (text) =>
    redactPatterns(
      replacements.reduce((rest, [secret, shown]) => rest.replaceAll(secret, () => shown), text),
    );
}

/** A copy that may be shown: a text that still holds a secret after all is hidden whole. */
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
