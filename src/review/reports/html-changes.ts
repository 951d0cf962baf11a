/** The changes of each stage as HTML. A group is open only when something in it is changed, replaced or removed. */
import { breakable } from "../../html/page";
import { html, nothing, type Content, type Markup } from "../../html/escape";
import { oneLine } from "../../html/visible";
import type { AttributeChange } from "../diff";
import { actions, type Change, type ModuleChanges, type StageReview } from "../stage-review";
import { addressIn, moduleTitle, remarks, shownAttributes, stateNotes } from "./labels";
import { lineChanges, sidesText } from "./value-text";

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
  const remark = remarks(change).join("; ");
  const line = html`<span class="mark ${action}">${action}</span
    ><span class="address">${breakable(addressIn(module, address))}</span
    >${remark === "" ? nothing : html`<span class="remark">${remark}</span>`}`;
  const searchText = `${action} ${address} ${type} ${remark}`;
  const isOpen = action === "replace" || action === "update" ? html` open` : nothing;
  return html`<li data-find="${oneLine(searchText)}">
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
      <h3>${breakable(title)}</h3>
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

const isImportant = ({ action }: Change) => !["create", "read", "no-op", "import"].includes(action);

function moduleSection({ module, changes }: ModuleChanges): Markup {
  return folder(
    moduleTitle(module),
    summary(changes),
    changes.some(isImportant),
    changeList(changes, module),
  );
}

/** A stage with its changes. */
export function stageSection({ stack, state, modules, outputs, drift }: StageReview): Markup {
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
