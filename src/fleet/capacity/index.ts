/** The `capacity` command's calculation and its three forms: text, JSON and a chart. */
import { svgChart } from "./chart";
import type { CapacityResult } from "./capacity";
import { capacityPage } from "./html-report";

export { capacity } from "./capacity";
export { capacityJson } from "./json";
export { capacityText } from "./text";

/** The function that draws a result, chosen by the end of the file's name; undefined for any other ending. */
export function chartOf(file: string): ((result: CapacityResult) => string) | undefined {
  if (file.endsWith(".svg")) return svgChart;
  return file.endsWith(".html") ? capacityPage : undefined;
}
