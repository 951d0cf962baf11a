/** Everything in a plan that its reader should see first, the worst before the rest. */
import { actionOf } from "./changes";
import type { TerraformPlan } from "../clients/terraform/plan-json";
import { loses } from "./data-loss";
import { costText } from "./risks/cost";
import { otherOwners } from "./risks/ownership";
import { exposures } from "./risks/exposure";
import type { FoundRisk, RiskFinder } from "./risks/risk";
import { stored } from "./risks/stored";
import { findSecrets } from "./secrets";
import { riskKinds, type CostChange, type Risk, type RiskPlace } from "./stage-review";
import { withoutCovered } from "./diff";

/** What is deleted or replaced, whether or not something is lost with it, and what Terraform lets go of. */
const endings: RiskFinder = ({ resource, action }) => {
  if (action === "forget") {
    return [{ kind: "other", text: "stays as it is, with its bill, and Terraform no longer knows it" }];
  }
  if (action !== "delete" && action !== "replace") return [];
  const lost = loses(resource);
  if (lost !== undefined) return [{ kind: "loss", text: `loses ${lost}` }];
  return [{ kind: "other", text: action === "delete" ? "is deleted" : "is replaced" }];
};

const finders: readonly RiskFinder[] = [otherOwners, endings, exposures, stored];

interface Placed extends FoundRisk {
  readonly place: RiskPlace;
}

function ofResources(plan: TerraformPlan): readonly Placed[] {
  return plan.resource_changes.flatMap((resource) => {
    const action = actionOf(resource.change);
    const found = finders.flatMap((find) => find({ resource, action }));
    return found.map((each) => ({
      ...each,
      place: { address: resource.address, action, ...(each.path !== undefined && { path: each.path }) },
    }));
  });
}

/** Outputs are stored as well. */
function ofOutputs(plan: TerraformPlan): readonly Placed[] {
  return Object.entries(plan.output_changes).flatMap(([name, change]) =>
    findSecrets(withoutCovered(change.after, change.after_sensitive), [], name).map(({ path }) => ({
      kind: "secret",
      text: "holds what looks like a secret, in the open",
      place: { address: `output.${name}`, action: "update", ...(path !== "" && { path }) },
    })),
  );
}

/** One risk a sentence, with all the places that it holds for. */
function grouped(found: readonly Placed[]): readonly Risk[] {
  const groups = new Map<string, readonly [Placed, ...Placed[]]>();
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

export function risksOf(plan: TerraformPlan, cost: CostChange): readonly Risk[] {
  const text = costText(cost);
  const risks = [
    ...grouped([...ofResources(plan), ...ofOutputs(plan)]),
    ...(text === undefined ? [] : [{ kind: "cost", text, places: [] } as const]),
  ];
  return riskKinds.flatMap((kind) => risks.filter((risk) => risk.kind === kind));
}
