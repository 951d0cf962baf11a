/** Builds HTML from templates that escape every value, except values that are markup already. */
import { visible } from "./visible";

/** HTML that is safe to insert without escaping. */
export class Markup {
  constructor(readonly text: string) {}
}

/** A value of a template. */
export type Content = string | number | Markup | readonly Markup[];

const entities: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
]);

/** Escapes text for an element or for a quoted attribute. Control characters become visible. */
function escapeHtml(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => entities.get(sign) ?? sign);
}

function contentText(content: Content): string {
  if (content instanceof Markup) return content.text;
  if (typeof content === "string" || typeof content === "number") return escapeHtml(String(content));
  return content.map(({ text }) => text).join("");
}

/** A template tag: escapes the values and returns the result as markup. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(parts.map((text, at) => text + contentText(values[at] ?? "")).join(""));
}

/** Empty markup, for a condition that is false. */
export const nothing = new Markup("");
