/** Reads README.md and every page of docs: their code, links and headings. */
import { readdirSync, readFileSync } from "node:fs";

export interface Snippet {
  readonly page: string;
  /** Of its first line. */
  readonly line: number;
  /** Of a fence: what stands behind its backticks. Of code in a sentence: `inline`. */
  readonly kind: string;
  readonly text: string;
}

export interface Fence extends Snippet {
  /** The heading of its chapter. */
  readonly chapter: string;
}

interface Page {
  /** From the project's folder. */
  readonly path: string;
  readonly fences: readonly Fence[];
  readonly inline: readonly Snippet[];
  /** Where its links lead, as written. */
  readonly links: readonly { readonly line: number; readonly to: string }[];
  /** As GitLab and GitHub make them from the headings. */
  readonly anchors: readonly string[];
}

export const pagePaths = [
  "README.md",
  ...readdirSync("docs")
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

export function readPage(path: string): Page {
  return parsePage(path, readFileSync(path, "utf8"));
}

const fence = /^( *)```(.*)\n([\s\S]*?)^\1```$/gm;

export function parsePage(path: string, text: string): Page {
  const lineAt = (index: number) => text.slice(0, index).split("\n").length;
  const fences = [...text.matchAll(fence)].map(({ index, 1: indent = "", 2: kind = "", 3: body = "" }) => ({
    page: path,
    line: lineAt(index) + 1,
    chapter: [...text.slice(0, index).matchAll(/^## (.+)$/gm)].at(-1)?.[1] ?? "",
    kind: kind.trim(),
    text: body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  }));
  // What stays is where it was.
  const prose = text.replaceAll(fence, (block) => block.replaceAll(/[^\n]/g, " "));
  const inline = [...prose.matchAll(/`([^`]+)`/g)].map((match) => ({
    page: path,
    line: lineAt(match.index),
    kind: "inline",
    text: (match[1] ?? "").replaceAll(/\s*\n\s*/g, " "),
  }));
  const words = prose.replaceAll(/`[^`]+`/g, (code) => code.replaceAll(/[^\n]/g, "-"));
  const links = [...words.matchAll(/\]\(([^)]+)\)|<(https?:[^>]+)>/g)].map((match) => ({
    line: lineAt(match.index),
    to: match[1] ?? match[2] ?? "",
  }));
  return { path, fences, inline, links, anchors: anchorsOf(prose) };
}

/** A repeated heading gets a number. */
function anchorsOf(prose: string): string[] {
  const seen = new Map<string, number>();
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}
