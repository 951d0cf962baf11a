/** The `price` command's calculation and its text. */
export { comparison } from "./comparison";
export { comparisonChart, withComparison } from "./comparison-page";
export { price } from "./price";
export { standingCost } from "./standing-cost";
export { priceText } from "./text";
export { pricePage } from "./html-report";
export { planParts } from "./plan-parts";
