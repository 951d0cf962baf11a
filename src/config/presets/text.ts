/**
 * Writes a configuration as the text of a file. A comment above each value has its meaning and default, from the schema, and a
 * reason to change it. Parsing the text gives the same values.
 */
import { Document, isMap, isScalar, isSeq } from "yaml";
import { pathText, valueAt, type Path } from "../paths";
import { choices, isNode, rootNode, type SchemaNode } from "../input/schema-nodes";
import type { ConfigInput } from "../schema";
import { commonReasons } from "./reasons";
import type { Reasons } from "./preset";

/** A configuration with the texts for its comments. */
export interface ConfigurationText {
  readonly input: ConfigInput;
  readonly reasons: Reasons;
  /** What the file is for. */
  readonly purpose: string;
  /** Numbered steps below the purpose. @default none */
  readonly checklist?: readonly string[];
  /** The command that wrote the file. */
  readonly origin: string;
  /** URL of the schema for editors, or its path relative to the file. */
  readonly schema: string;
}

/** The text of the file, as YAML with comments. */
export function configurationText(given: ConfigurationText): string {
  const { input, purpose, checklist = [], origin, schema } = given;
  // A value that several entries share is written once, with an anchor.
  const document = new Document(input, { anchorPrefix: "shared" });
  const reasons = { ...commonReasons, ...given.reasons };
  annotate(document.contents, [], (path) => commentText(input, path, reasons));
  document.commentBefore = [
    ` yaml-language-server: $schema=${schema}`,
    comment(`${purpose} Written by \`${origin}\`.`),
    ...checklist.map((step, at) => comment(`  ${at + 1}. ${step}`)),
  ].join("\n");
  document.comment = missingSections(input);
  return document.toString({ lineWidth: 0 });
}

type CommentOf = (path: Path) => string | undefined;

/** Puts each comment above its key. The first key of a list entry is on the line of the dash, so the entry has the comment. */
function annotate(node: unknown, path: Path, commentOf: CommentOf): void {
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const text = commentOf([...path, index]);
      if (isMap(item)) {
        if (text !== undefined) item.commentBefore = comment(text);
        item.spaceBefore = index > 0;
      }
      annotate(item, [...path, index], commentOf);
    }
  }
  if (!isMap(node)) return;
  for (const [index, { key, value }] of node.items.entries()) {
    if (!isScalar(key)) continue;
    const below = [...path, String(key.value)];
    const text = commentOf(below);
    if (text !== undefined) key.commentBefore = comment(text);
    key.spaceBefore = path.length === 0 && index > 0;
    annotate(value, below, commentOf);
  }
}

function commentText(input: ConfigInput, path: Path, reasons: Reasons): string | undefined {
  const name = pathText(path);
  const reason = Object.hasOwn(reasons, name) ? reasons[name] : undefined;
  if (reason === undefined) return undefined;
  const { description = "", default: byDefault } = nodeOf(input, path) ?? {};
  return [description, reason, defaultText(byDefault)].filter((text) => text !== "").join(" ");
}

/** Empty for a mapping or a list, whose keys have their own defaults. */
function defaultText(value: unknown): string {
  const simple = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return simple ? `Default: ${value}.` : "";
}

/** The schema's description of a key; below a union, that of the chosen variant. */
function nodeOf(input: ConfigInput, path: Path): SchemaNode | undefined {
  let node: SchemaNode | undefined = rootNode();
  for (const [index, segment] of path.entries()) {
    const chosen = choiceOf(node, valueAt(input, path.slice(0, index)));
    const below =
      typeof segment === "number" && !Array.isArray(chosen?.items)
        ? chosen?.items
        : chosen?.properties?.[String(segment)];
    if (!isNode(below)) return undefined;
    node = below;
  }
  return node;
}

function choiceOf(node: SchemaNode, value: unknown): SchemaNode | undefined {
  return choices(node).find(({ properties = {} }) =>
    Object.entries(properties).every(
      ([key, property]) =>
        !isNode(property) || property.const === undefined || property.const === valueAt(value, [key]),
    ),
  );
}

/** Lists the sections that the file leaves out, so that readers know about them. */
function missingSections(input: ConfigInput): string {
  const rows = Object.entries(rootNode().properties ?? {}).flatMap(([key, node]) =>
    Object.hasOwn(input, key) || !isNode(node) ? [] : [comment(`  ${key}: ${node.description ?? ""}`)],
  );
  return [comment("Left at their defaults (docs/configuration.md of glrunner has every key):"), ...rows].join(
    "\n",
  );
}

const maxLineLength = 96;

/** Each line begins with the space that follows the `#`. */
function comment(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? "";
  const lines: string[] = [];
  for (const word of text.trim().split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= maxLineLength)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}${word}`);
  }
  return lines.map((line) => ` ${line}`).join("\n");
}
