/** Markup that cannot be broken by what stands in it: a template escapes every value that is not markup itself. */
import { visible } from "./visible";

export class Markup {
  constructor(readonly text: string) {}
}

export type Content = string | number | Markup | readonly Markup[];

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** For text and for attributes in quotes. */
function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => entities.get(sign) ?? sign);
}

function contentText(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === "string" || typeof content === "number") return escapeHtml(String(content));
  return content.map(({ text }) => text).join("");
}

export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    parts.map((text, at) => text + (at < values.length ? contentText(values[at] ?? "") : "")).join(""),
  );
}

export const nothing = new Markup("");
