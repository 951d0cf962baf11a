/**
 * Prints each table of facts with its age, its sources and the page that shows whether it is still correct.
 *
 *   npm run facts
 */
import { maxTableAgeDays } from "./fact-table";
import { tableAges } from "./tables";

const today = new Date().toISOString().slice(0, 10);
const rows = tableAges(today).map(({ table: { name, readOn, sources, lookAt }, days, old }) =>
  [
    `${name}: ${readOn}, ${days} days old${old ? ` (older than ${maxTableAgeDays})` : ""}`,
    ...sources.map((source) => `  source   ${source}`),
    `  look at  ${lookAt}`,
  ].join("\n"),
);
console.log(rows.join("\n"));
