/** How a plan changes the bill, as a small table of HTML. */
import { html, nothing, type Markup } from "../../html/escape";
import { scrollable } from "../../html/page";
import { hoursPerMonth } from "../../facts/aws/prices";
import { sumOfCosts } from "../risks/cost";
import type { Review } from "../stage-review";

const signed = (usd: number, digits: number) => `${usd < 0 ? "-" : "+"}$${Math.abs(usd).toFixed(digits)}`;
const counted = (count: number) => (count > 0 ? `+${count}` : String(count));

/** A sentence where nothing with a price changes. */
export function costSection({ stages }: Review): Markup {
  const { items, unknown, usdPerHour } = sumOfCosts(stages.map(({ cost }) => cost));
  if (items.length + unknown.length === 0)
    return html`<p class="clear">Nothing that has a price changes.</p>`;
  const rows = items.map(
    (item) =>
      html`<tr>
        <th scope="row">${item.thing}</th>
        <td>${counted(item.count)}</td>
        <td>${signed(item.usdPerHour, 3)}</td>
        <td>${signed(item.usdPerHour * hoursPerMonth, 0)}</td>
      </tr>`,
  );
  const open = unknown.map(
    ({ thing, count }) =>
      html`<tr>
        <th scope="row">${thing}</th>
        <td>${counted(count)}</td>
        <td class="wait" colspan="2">price not known here</td>
      </tr>`,
  );
  const sum = html`<tfoot>
    <tr>
      <th scope="row">together${unknown.length > 0 ? ", as far as known" : ""}</th>
      <td></td>
      <td>${signed(usdPerHour, 3)}</td>
      <td>${signed(usdPerHour * hoursPerMonth, 0)}</td>
    </tr>
  </tfoot>`;
  return scrollable(
    "cost",
    html`<table class="cost">
      <thead>
        <tr>
          <th scope="col">list prices, US dollars</th>
          <th scope="col">count</th>
          <th scope="col">an hour</th>
          <th scope="col">a month</th>
        </tr>
      </thead>
      <tbody>
        ${rows}${open}
      </tbody>
      ${items.length === 0 ? nothing : sum}
    </table>`,
  );
}
