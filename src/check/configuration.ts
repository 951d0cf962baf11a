/** The configuration itself, which has been loaded: what it describes, and what loading it warned of. */
import type { Config, Problem } from "../config";
import { placementChoice } from "../config/placement";
import { placementLines } from "../config/placement/labels";
import { counted } from "../html/counted";
import { findingsOf, type Finding } from "./finding";

const finding = findingsOf("configuration");

/** The calendar says the same, of the day that was asked for. */
const ofCalendar: readonly Problem["code"][] = [
  "kubernetes-extended-support",
  "kubernetes-support-ending",
  "kubernetes-adopt-only",
];

export function configuration(config: Config, warnings: readonly Problem[]): readonly Finding[] {
  const { name, region, runners, layout } = config;
  const what = `${name} in ${region}: layout ${layout}, ${counted(runners.length, "runner")}`;
  return [
    finding("ok", "valid", what),
    ...warnings
      .filter(({ code }) => !ofCalendar.includes(code))
      .map(({ code, path, message, fix }) => finding("warning", code, `${path}: ${message}`, { fix })),
    ...placementFindings(config),
  ];
}

/** Only where it was left to the prices. */
function placementFindings({ cluster }: Config): readonly Finding[] {
  const choice = placementChoice(cluster);
  if (choice.asked !== "auto") return [];
  const what = `cost a month of what always runs: ${placementLines(choice).join("; ")}`;
  return [
    finding(choice.cheaper === undefined ? "unknown" : "ok", "platform", what, { source: "docs/price.md" }),
  ];
}
