/**
 * The frame that all HTML reports share: a header with facts and a verdict, then the report's own sections. A page loads
 * nothing. Its Content-Security-Policy allows its own style and script by their hashes and nothing else, so that text
 * from outside cannot run even if escaping failed.
 */
import { createHash } from "node:crypto";
import { html, Markup, nothing, type Content } from "./escape";
import { style as sharedStyle } from "./style";

/** The colors of a verdict: nothing to do, something to look at, something wrong. */
export type PageLevel = "safe" | "look" | "dangerous";

/** The content of a page. */
interface Page {
  /** Title of the browser tab. */
  readonly title: string;
  readonly heading: string;
  /** Facts about the report in the header, by name. */
  readonly facts: readonly (readonly [name: string, value: Content])[];
  readonly verdict: { readonly level: PageLevel; readonly text: string };
  /** The most important figures, below the verdict. @default none */
  readonly figures?: readonly (readonly [value: string, name: string])[];
  /** Sections to jump to, by their ids. @default none */
  readonly sections?: readonly (readonly [id: string, name: string])[];
  readonly main: Content;
  readonly footer: string;
  /** Further CSS of this report. @default none */
  readonly style?: string;
  /** JavaScript of this report. @default none */
  readonly script?: string;
}

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Adds no whitespace: the policy allows the content by its hash. */
const tag = (name: "style" | "script", content: string) => new Markup(`<${name}>${content}</${name}>`);

/** The HTML document of a report. */
export function htmlPage(page: Page): string {
  const { title, main, footer, script } = page;
  const style = `${sharedStyle}${page.style ?? ""}`;
  const scripts = script === undefined ? "" : ` script-src ${hash(script)};`;
  const policy = `default-src 'none'; style-src ${hash(style)};${scripts} base-uri 'none'; form-action 'none'`;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${tag("style", style)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        ${header(page)}
        <main id="main">${main}</main>
        <footer><p>${footer}</p></footer>
        ${script === undefined ? nothing : tag("script", script)}
      </body>
    </html> `;
  return `${document.text.trim()}\n`;
}

function header({ heading, facts, verdict, figures = [], sections = [] }: Page): Markup {
  const links = sections.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`);
  return html`<header>
    <h1>${heading}</h1>
    ${list("facts", facts)}
    <p class="verdict ${verdict.level}">${verdict.text}</p>
    ${list(
      "figures",
      figures.map(([value, name]) => [name, value] as const),
    )}
    ${
      links.length === 0
        ? nothing
        : html`<nav aria-label="Sections">
            <ul>
              ${links}
            </ul>
          </nav>`
    }
  </header>`;
}

function list(name: string, rows: readonly (readonly [string, Content])[]): Markup {
  if (rows.length === 0) return nothing;
  const items = rows.map(
    ([term, value]) =>
      html`<div>
        <dt>${term}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return html`<dl class="${name}">${items}</dl>`;
}

/** Inline text that may break after its dots and slashes, such as a long address. */
export function breakable(text: string): Markup {
  const pieces = text.split(/(?<=[./])/);
  return html`${pieces.map((piece, at) => (at === 0 ? html`${piece}` : html`<wbr />${piece}`))}`;
}

/**
 * A table that scrolls, also by keyboard, if it is wider than the screen.
 * @param label id of the heading that names the table
 */
export function scrollable(label: string, table: Markup): Markup {
  return html`<div class="scroll" role="region" aria-labelledby="${label}" tabindex="0">${table}</div>`;
}
