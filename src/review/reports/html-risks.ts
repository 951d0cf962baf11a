/** The risks of a review as HTML: a card for each kind. Severe kinds are open, the others closed. */
import { breakable } from "../../html/page";
import { html, nothing, type Markup } from "../../html/escape";
import { oneLine } from "../../html/visible";
import type { Review, RiskKind } from "../stage-review";
import { riskTitles, risksByKind, type StageRisk } from "./labels";

function riskItem({ text, places, stack }: StageRisk): Markup {
  const list = places.map(
    ({ address, action, path }) =>
      html`<li>
        <span class="mark ${action}">${action}</span
        ><span class="address"
          >${breakable(oneLine(address))}${path === undefined ? nothing : html` <wbr />› ${breakable(oneLine(path))}`}</span
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

const isSevere = (kind: RiskKind) => kind !== "other";

/** All kinds but the cost, which has a table of its own. */
export function riskSection(review: Review): Markup {
  const kinds = risksByKind(review).filter(({ kind }) => kind !== "cost");
  if (kinds.length === 0) return html`<p class="clear">None found.</p>`;
  const cards = kinds.map(({ kind, risks }) => {
    const places = risks.reduce((sum, each) => sum + Math.max(1, each.places.length), 0);
    return html`<details class="risk ${kind}" ${isSevere(kind) ? html` open` : nothing}>
      <summary>
        <h3 id="risk-${kind}">${riskTitles[kind]} <span class="count">${places}</span></h3>
      </summary>
      <ul>
        ${risks.map(riskItem)}
      </ul>
    </details>`;
  });
  return html`<div class="risks">${cards}</div>`;
}
