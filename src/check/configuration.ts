/** Findings about the loaded configuration: a summary, and the warnings from loading it. */
import type { Config, Problem } from "../config";
import { placementChoice } from "../config/placement";
import { placementLines } from "../config/placement/labels";
import { counted } from "../html/counted";
import { findingsOf, type Finding } from "./finding";

const finding = findingsOf("configuration");

/** Warnings that the calendar reports too, for the requested day. */
const calendarCodes: readonly Problem["code"][] = [
  "kubernetes-extended-support",
  "kubernetes-support-ending",
  "kubernetes-adopt-only",
];

/** @param warnings from loading the configuration */
export function configuration(config: Config, warnings: readonly Problem[]): readonly Finding[] {
  const { name, region, runners, layout } = config;
  const what = `${name} in ${region}: layout ${layout}, ${counted(runners.length, "runner")}`;
  return [
    finding("ok", "valid", what),
    ...warnings
      .filter(({ code }) => !calendarCodes.includes(code))
      .map(({ code, path, message, fix }) => finding("warning", code, `${path}: ${message}`, { fix })),
    ...placementFindings(config),
  ];
}

/** Only for cluster.systemPods: auto, which chooses by price. */
function placementFindings({ cluster }: Config): readonly Finding[] {
  const choice = placementChoice(cluster);
  if (choice.asked !== "auto") return [];
  const what = `monthly cost of the pods that always run: ${placementLines(choice).join("; ")}`;
  return [
    finding(choice.cheaper === undefined ? "unknown" : "ok", "platform", what, { source: "docs/price.md" }),
  ];
}
