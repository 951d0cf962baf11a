/**
 * The verdict on a plan, for a reader who reads one line only:
 *
 * - `dangerous`: the plan loses data or an identity, takes resources of another cluster, or failed.
 * - `look`: the plan opens access, stores secrets, removes something, or is incomplete.
 * - `safe`: none of these. The cost does not count.
 */
import { counted } from "../html/counted";
import type { Review, RiskKind } from "./stage-review";

type VerdictLevel = "safe" | "look" | "dangerous";

/** The verdict, for the head of a report and for `plan --json`. */
interface Verdict {
  readonly level: VerdictLevel;
  /** One sentence with the reasons, without a full stop. */
  readonly text: string;
}

/** The level of each kind of risk. */
const levels: Readonly<Record<RiskKind, VerdictLevel>> = {
  ownership: "dangerous",
  loss: "dangerous",
  exposure: "look",
  secret: "look",
  cost: "safe",
  other: "look",
};

/** How the sentence names each kind of risk. */
const phrases: Readonly<Record<Exclude<RiskKind, "cost">, string>> = {
  ownership: "takes resources of another cluster",
  loss: "loses data or identity",
  exposure: "opens access",
  secret: "stores secrets",
  other: "has other risks",
};

/** How the sentence begins. */
const beginnings: Readonly<Record<VerdictLevel, string>> = {
  safe: "Safe",
  look: "Look before you apply it",
  dangerous: "Dangerous",
};

/** The verdict of a whole review. */
export function verdictOf({ stages, failed = [] }: Pick<Review, "stages" | "failed">): Verdict {
  const risks = stages.flatMap((stage) => stage.risks);
  const placesOf = (kind: RiskKind) =>
    risks.filter((risk) => risk.kind === kind).reduce((sum, { places }) => sum + places.length, 0);
  const reasons = [
    ...(failed.length > 0 ? [`the plan of ${failed.join(", ")} failed`] : []),
    ...(stages.some(({ state }) => state === "errored") ? ["the plan failed and cannot be applied"] : []),
    ...(["ownership", "loss", "exposure", "secret", "other"] as const)
      .map((kind) => ({ kind, count: placesOf(kind) }))
      .filter(({ count }) => count > 0)
      .map(({ kind, count }) => `${phrases[kind]} (${counted(count, "place")})`),
    ...(stages.some(({ state }) => state === "incomplete") ? ["the plan is incomplete"] : []),
  ];
  const level = levelOf({ stages, failed });
  if (level !== "safe") return { level, text: `${beginnings[level]}: ${reasons.join(", ")}` };
  const changes = stages.some(({ modules, outputs }) => modules.length + outputs.length > 0);
  return {
    level,
    text: `${beginnings.safe}: ${changes ? "nothing is lost, opened or exposed" : "nothing changes"}`,
  };
}

function levelOf({ stages, failed = [] }: Pick<Review, "stages" | "failed">): VerdictLevel {
  const found = stages.flatMap(({ risks, state }) => [
    ...risks.map(({ kind }) => levels[kind]),
    ...(state === "errored" ? ["dangerous" as const] : state === "incomplete" ? ["look" as const] : []),
  ]);
  if (failed.length > 0 || found.includes("dangerous")) return "dangerous";
  return found.includes("look") ? "look" : "safe";
}
