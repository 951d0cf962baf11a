/** How a plan changes the bill, as a small table of HTML. */
import { html, nothing, type Markup } from "../../html/escape";
import { scrollable } from "../../html/page";
import { hoursPerMonth } from "../../facts/aws/prices";
import { signedUsd, sumOfCosts } from "../risks/cost";
import type { Review } from "../stage-review";

const signedCount = (count: number) => (count > 0 ? `+${count}` : String(count));

/** The table, or a sentence if no resource with a price changes. */
export function costSection({ stages }: Review): Markup {
  const { items, unknown, usdPerHour } = sumOfCosts(stages.map(({ cost }) => cost));
  if (items.length + unknown.length === 0)
    return html`<p class="clear">Nothing that has a price changes.</p>`;
  const rows = items.map(
    (item) =>
      html`<tr>
        <th scope="row">${item.thing}</th>
        <td>${signedCount(item.count)}</td>
        <td>${signedUsd(item.usdPerHour, 3)}</td>
        <td>${signedUsd(item.usdPerHour * hoursPerMonth, 0)}</td>
      </tr>`,
  );
  const unpriced = unknown.map(
    ({ thing, count }) =>
      html`<tr>
        <th scope="row">${thing}</th>
        <td>${signedCount(count)}</td>
        <td class="wait" colspan="2">price not known here</td>
      </tr>`,
  );
  const sum = html`<tfoot>
    <tr>
      <th scope="row">together${unknown.length > 0 ? ", as far as known" : ""}</th>
      <td></td>
      <td>${signedUsd(usdPerHour, 3)}</td>
      <td>${signedUsd(usdPerHour * hoursPerMonth, 0)}</td>
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
        ${rows}${unpriced}
      </tbody>
      ${items.length === 0 ? nothing : sum}
    </table>`,
  );
}
