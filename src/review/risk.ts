/** Finds all risks in a plan and orders them by severity. */
import { actionOf } from "./changes";
import type { TerraformPlan } from "../clients/terraform/plan-json";
import { dataLossOf } from "./data-loss";
import { costText } from "./risks/cost";
import { ownershipRisks } from "./risks/ownership";
import { exposureRisks } from "./risks/exposure";
import type { RiskFinding, RiskFinder } from "./risks/risk";
import { storedSecretRisks } from "./risks/stored";
import { findSecrets } from "./secrets";
import { riskKinds, type CostChange, type Risk, type RiskLocation } from "./stage-review";
import { withoutMasked } from "./diff";

/** Resources that are deleted or replaced, with or without a loss of data, and resources that leave the state. */
const removalRisks: RiskFinder = ({ resource, action }) => {
  if (action === "forget") {
    return [
      {
        kind: "other",
        text: "leaves the state: it keeps running and costing, and Terraform no longer manages it",
      },
    ];
  }
  if (action !== "delete" && action !== "replace") return [];
  const lost = dataLossOf(resource);
  if (lost !== undefined) return [{ kind: "loss", text: `loses ${lost}` }];
  return [{ kind: "other", text: action === "delete" ? "is deleted" : "is replaced" }];
};

const finders: readonly RiskFinder[] = [ownershipRisks, removalRisks, exposureRisks, storedSecretRisks];

interface LocatedRisk extends RiskFinding {
  readonly place: RiskLocation;
}

function resourceRisks(plan: TerraformPlan): readonly LocatedRisk[] {
  return plan.resource_changes.flatMap((resource) => {
    const action = actionOf(resource.change);
    const found = finders.flatMap((find) => find({ resource, action }));
    return found.map((each) => ({
      ...each,
      place: { address: resource.address, action, ...(each.path !== undefined && { path: each.path }) },
    }));
  });
}

/** State and plan files contain the outputs too. */
function outputRisks(plan: TerraformPlan): readonly LocatedRisk[] {
  return Object.entries(plan.output_changes).flatMap(([name, change]) =>
    findSecrets(withoutMasked(change.after, change.after_sensitive), [], name).map(({ path }) => ({
      kind: "secret",
      text: "has a value that looks like a secret and is not marked as sensitive",
      place: { address: `output.${name}`, action: "update", ...(path !== "" && { path }) },
    })),
  );
}

/** Merges findings of the same kind and text to one risk with all of their places. */
function groupByText(found: readonly LocatedRisk[]): readonly Risk[] {
  const groups = new Map<string, readonly [LocatedRisk, ...LocatedRisk[]]>();
  for (const each of found) {
    const key = JSON.stringify([each.kind, each.text]);
    const [first, ...rest] = groups.get(key) ?? [each];
    groups.set(key, groups.has(key) ? [first, ...rest, each] : [each]);
  }
  return [...groups.values()].map((members) => ({
    kind: members[0].kind,
    text: members[0].text,
    places: members.map(({ place }) => place),
  }));
}

/** All risks of a plan, the most severe kind first, not yet redacted. */
export function risksOf(plan: TerraformPlan, cost: CostChange): readonly Risk[] {
  const text = costText(cost);
  const risks = [
    ...groupByText([...resourceRisks(plan), ...outputRisks(plan)]),
    ...(text === undefined ? [] : [{ kind: "cost", text, places: [] } as const]),
  ];
  return riskKinds.flatMap((kind) => risks.filter((risk) => risk.kind === kind));
}
