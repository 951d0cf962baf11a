/** The `price` command's calculation and its text. */
export { price } from "./price";
export { priceText } from "./text";
