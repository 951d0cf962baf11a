/** The calculation of the `price` command and its forms, and the costs for plans and the documentation. */
export { comparison } from "./comparison";
export { comparisonChart, withComparison } from "./comparison-page";
export { price } from "./price";
export { standingCost } from "./standing-cost";
export { priceText } from "./text";
export { pricePage } from "./html-report";
export { planParts } from "./plan-parts";
