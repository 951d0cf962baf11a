/**
 * The verdict on a plan, for who reads one line only:
 *
 * - `dangerous`: it loses data or an identity, takes resources of another cluster, or failed while it was made.
 * - `look`: it opens access, stores secrets, removes something, or is incomplete.
 * - `safe`: none of these. What it costs is no danger.
 */
import type { Review, RiskKind } from "./stage-review";

type VerdictLevel = "safe" | "look" | "dangerous";

interface Verdict {
  readonly level: VerdictLevel;
  /** One sentence about what makes it so, without a full stop. */
  readonly text: string;
}

const levels: Readonly<Record<RiskKind, VerdictLevel>> = {
  ownership: "dangerous",
  loss: "dangerous",
  exposure: "look",
  secret: "look",
  cost: "safe",
  other: "look",
};

const phrases: Readonly<Record<Exclude<RiskKind, "cost">, string>> = {
  ownership: "takes resources of another cluster",
  loss: "loses data or identity",
  exposure: "opens access",
  secret: "stores secrets",
  other: "has other risks",
};

const heads: Readonly<Record<VerdictLevel, string>> = {
  safe: "Safe",
  look: "Look before you apply it",
  dangerous: "Dangerous",
};

const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

export function verdictOf({ stages }: Pick<Review, "stages">): Verdict {
  const risks = stages.flatMap((stage) => stage.risks);
  const found = (kind: RiskKind) =>
    risks.filter((risk) => risk.kind === kind).reduce((sum, { places }) => sum + places.length, 0);
  const reasons = [
    ...(stages.some(({ state }) => state === "errored") ? ["the plan failed and cannot be applied"] : []),
    ...(["ownership", "loss", "exposure", "secret", "other"] as const)
      .map((kind) => ({ kind, count: found(kind) }))
      .filter(({ count }) => count > 0)
      .map(({ kind, count }) => `${phrases[kind]} (${counted(count, "place")})`),
    ...(stages.some(({ state }) => state === "incomplete") ? ["the plan is incomplete"] : []),
  ];
  const level = levelOf({ stages });
  if (level !== "safe") return { level, text: `${heads[level]}: ${reasons.join(", ")}` };
  const changes = stages.some(({ modules, outputs }) => modules.length + outputs.length > 0);
  return {
    level,
    text: `${heads.safe}: ${changes ? "nothing is lost, opened or exposed" : "nothing changes"}`,
  };
}

function levelOf({ stages }: Pick<Review, "stages">): VerdictLevel {
  const found = stages.flatMap(({ risks, state }) => [
    ...risks.map(({ kind }) => levels[kind]),
    ...(state === "errored" ? ["dangerous" as const] : state === "incomplete" ? ["look" as const] : []),
  ]);
  if (found.includes("dangerous")) return "dangerous";
  return found.includes("look") ? "look" : "safe";
}
