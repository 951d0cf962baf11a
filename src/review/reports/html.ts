/**
 * Renders a review as one HTML page. The page loads nothing and works without its script. Its Content-Security-Policy
 * allows no other script, so that text from a plan cannot run even if escaping failed.
 */
import { oneLine } from "../../html/visible";
import { createHash } from "node:crypto";
import { actions, type Change, type ModuleChanges, type Review, type StageReview } from "../stage-review";
import type { AttributeChange } from "../diff";
import { script } from "./html-script";
import { style } from "../../html/style";
import { html, Markup, nothing, type Content } from "../../html/escape";
import {
  addressIn,
  headline,
  moduleTitle,
  occurringActions,
  remarks,
  riskTitles,
  risksByKind,
  shownAttributes,
  stateNotes,
  type StageRisk,
} from "./words";
import { lineChanges, sidesText } from "./values";

const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;

function riskItem({ text, places, stack }: StageRisk): Markup {
  const list = places.map(
    ({ address, action, path }) =>
      html`<li>
        <span class="mark ${action}">${action}</span
        ><span class="address"
          >${oneLine(address)}${path === undefined ? "" : ` \u203a ${oneLine(path)}`}</span
        >
      </li>`,
  );
  const where = places.length === 0 ? html`<code>${stack}</code>: ` : nothing;
  return html`<li>
    <p>${where}${oneLine(text)}</p>
    ${
      list.length === 0
        ? nothing
        : html`<ul class="places">
            ${list}
          </ul>`
    }
  </li>`;
}

function riskSection(review: Review): Markup {
  const kinds = risksByKind(review);
  if (kinds.length === 0) return html`<p class="clear">None found.</p>`;
  const cards = kinds.map(({ kind, risks }) => {
    const places = risks.reduce((sum, each) => sum + Math.max(1, each.places.length), 0);
    return html`<section class="risk ${kind}" aria-labelledby="risk-${kind}">
      <h3 id="risk-${kind}">${riskTitles[kind]} <span class="count">${places}</span></h3>
      <ul>
        ${risks.map(riskItem)}
      </ul>
    </section>`;
  });
  return html`<div class="risks">${cards}</div>`;
}

function countTable(review: Review): Markup {
  const columns = occurringActions(review);
  const rows = review.stages.map(({ stack, counts }) => {
    const cells = columns.map((action) =>
      counts[action] === 0
        ? html`<td class="zero">0</td>`
        : html`<td class="${action}">${counts[action]}</td>`,
    );
    return html`<tr>
      <th scope="row">${stack}</th>
      ${cells}
    </tr>`;
  });
  const waiting = review.notYet.map(
    ({ stack, needs }) =>
      html`<tr>
        <th scope="row">${stack}</th>
        <td class="wait" colspan="${Math.max(1, columns.length)}">not planned yet: deploy ${needs} first</td>
      </tr>`,
  );
  const heads = columns.map((action) => html`<th scope="col">${action}</th>`);
  return html`<div class="scroll" role="region" aria-labelledby="stages" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">stage</th>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${rows}${waiting}
      </tbody>
    </table>
  </div>`;
}

function valueMarkup(attribute: AttributeChange): Markup {
  const { before, after } = attribute;
  const lines = lineChanges(before, after);
  if (lines !== undefined) {
    const spans = lines.map(({ mark, text }) => {
      const side = mark === "+" ? "new" : mark === "-" ? "old" : "same";
      return html`<span class="${side}">${mark} ${text}</span>`;
    });
    return html`<pre>${spans}</pre>`;
  }
  const sides = sidesText(attribute);
  if (before === null) return html`<code class="new">${sides.after}</code>`;
  return html`<code class="old">${sides.before}</code> &rarr; <code class="new">${sides.after}</code>`;
}

function attributeRows(attributes: readonly AttributeChange[], later = 0): Markup {
  const rows = attributes.map((attribute) => {
    const why = attribute.forcesReplacement
      ? html` <span class="forces">forces the replacement</span>`
      : nothing;
    return html`<dt><code>${oneLine(attribute.path)}</code>${why}</dt>
      <dd>${valueMarkup(attribute)}</dd>`;
  });
  const rest = later > 0 ? html`<p class="later">${later} more known after apply</p>` : nothing;
  const list = rows.length > 0 ? html`<dl class="attributes">${rows}</dl>` : nothing;
  return html`${list}${rest}`;
}

function changeItem(change: Change, module = ""): Markup {
  const { address, action, type } = change;
  const { attributes, later } = shownAttributes(change);
  const said = remarks(change).join("; ");
  const line = html`<span class="mark ${action}">${action}</span
    ><span class="address">${addressIn(module, address)}</span
    >${said === "" ? nothing : html`<span class="remark">${said}</span>`}`;
  const find = `${action} ${address} ${type} ${said}`;
  const isOpen = action === "replace" || action === "update" ? html` open` : nothing;
  return html`<li data-find="${oneLine(find)}">
    ${
      attributes.length + later === 0
        ? html`<div class="plain">${line}</div>`
        : html`<details${isOpen}><summary>${line}</summary>${attributeRows(attributes, later)}</details>`
    }
  </li>`;
}

function folder(title: string, count: Content, isOpen: boolean, content: Markup): Markup {
  return html`<details class="module" ${isOpen ? html` open` : nothing}>
    <summary>
      <h3>${title}</h3>
      <span class="count">${count}</span>
    </summary>
    ${content}
  </details>`;
}

/** `2 create, 1 replace`. */
function summary(changes: readonly Change[]): string {
  return actions
    .map((action) => ({ action, count: changes.filter((change) => change.action === action).length }))
    .filter(({ count }) => count > 0)
    .map(({ action, count }) => `${count} ${action}`)
    .join(", ");
}

const changeList = (changes: readonly Change[], module = "") =>
  html`<ul class="changes">
    ${changes.map((change) => changeItem(change, module))}
  </ul>`;

function moduleSection({ module, changes }: ModuleChanges): Markup {
  return folder(moduleTitle(module), summary(changes), true, changeList(changes, module));
}

function stageSection({ stack, state, modules, outputs, drift }: StageReview): Markup {
  const note = stateNotes[state];
  const parts = [
    ...(note === undefined ? [] : [html`<p class="note">${note}</p>`]),
    ...modules.map(moduleSection),
    ...(outputs.length === 0 ? [] : [folder("Outputs", outputs.length, false, attributeRows(outputs))]),
    ...(drift.length === 0
      ? []
      : [folder("Changed outside of Terraform", summary(drift), false, changeList(drift))]),
  ];
  return html`<section aria-labelledby="stage-${stack}">
    <h2 id="stage-${stack}">${stack}</h2>
    ${parts.length === 0 ? html`<p class="empty">No changes.</p>` : parts}
  </section>`;
}

const filter = html`<div class="filter" role="search" hidden>
  <label for="filter">Filter</label>
  <input id="filter" type="search" placeholder="replace subnet" autocomplete="off" />
  <button type="button">Open all</button><button type="button">Close all</button>
  <output for="filter"></output>
</div>`;

function body(review: Review): Markup {
  const links = review.stages.map(({ stack }) => html`<li><a href="#stage-${stack}">${stack}</a></li>`);
  return html`<a class="skip" href="#risks">Skip to the risks</a>
    <header>
      <h1>Plan review</h1>
      <p class="lead">${headline(review)}</p>
      <nav aria-label="Sections">
        <ul>
          <li><a href="#risks">Risks</a></li>
          <li><a href="#stages">Stages</a></li>
          ${links}
        </ul>
      </nav>
    </header>
    <main>
      <section aria-labelledby="risks">
        <h2 id="risks">Risks</h2>
        ${riskSection(review)}
      </section>
      <section aria-labelledby="stages">
        <h2 id="stages">Stages</h2>
        ${countTable(review)}
      </section>
      ${filter}${review.stages.map(stageSection)}
    </main>
    <footer>
      <p>Sensitive values are hidden. Values known only after apply are marked.</p>
    </footer>`;
}

/** Adds no whitespace: the policy allows the content by its hash. */
const tag = (name: "style" | "script", content: string) => new Markup(`<${name}>${content}</${name}>`);

/** The HTML report, with no secret that the review does not have. */
export function htmlReport(review: Review): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Plan review: ${headline(review)}</title>
        ${tag("style", style)}
      </head>
      <body>
        ${body(review)} ${tag("script", script)}
      </body>
    </html> `;
  return `${page.text.trim()}\n`;
}
