/** The calculation of the `capacity` command and its forms: text, JSON, chart and page. */
import { svgChart } from "./chart";
import type { CapacityResult } from "./capacity";
import { capacityPage } from "./html-report";

export { capacity } from "./capacity";
export { capacityJson } from "./json";
export { capacityText } from "./text";

/** The function that draws a result, by the extension of the file; undefined for any other extension. */
export function chartOf(file: string): ((result: CapacityResult) => string) | undefined {
  if (file.endsWith(".svg")) return svgChart;
  return file.endsWith(".html") ? capacityPage : undefined;
}
