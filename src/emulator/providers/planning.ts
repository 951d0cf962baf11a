/**
 * Plans a change as a provider does: configured values stay, values that the provider will set are unknown until apply,
 * write-only values are never planned, and without a difference the prior object is returned unchanged.
 */
import { isDeepStrictEqual } from "node:util";
import type { BlockSchema } from "../../../modules/provider-schema";
import type { ResourceTraits } from "./resource-traits";
import { mapAttributes, type ValuePath } from "./protocol/schema-walk";
import { isObject, unknown, Unknown, valueAt, type Value } from "./protocol/value";

interface PlannedChange {
  readonly planned: Value;
  /** Paths of the changed attributes that force a replacement. */
  readonly replacedBy: readonly ValuePath[];
}

/**
 * @param prior null when there is no object yet
 * @param proposed Terraform's merge of configuration and prior object; null to destroy
 */
export function planChange(
  block: BlockSchema,
  traits: ResourceTraits,
  prior: Value,
  proposed: Value,
): PlannedChange {
  if (proposed === null) return { planned: null, replacedBy: [] };
  const creating = prior === null;
  const configured = mapAttributes(block, proposed, (attribute, value, path) => {
    if (attribute.write_only) return null;
    const known = value ?? traits.defaults[path.filter((key) => typeof key === "string").join(".")] ?? null;
    return creating && attribute.computed && known === null ? unknown : known;
  });
  const wanted = isObject(configured) ? { ...configured, ...traits.desired } : configured;
  if (creating) return { planned: wanted, replacedBy: [] };
  if (isDeepStrictEqual(wanted, prior)) return { planned: prior, replacedBy: [] };
  const replacedBy = traits.replacedBy.filter((path) =>
    differs(valueAt(prior, path) ?? null, valueAt(wanted, path) ?? null),
  );
  const planned = mapAttributes(block, wanted, (_, value, path) =>
    path.length === 1 && traits.recomputed.includes(String(path[0])) ? unknown : value,
  );
  return { planned, replacedBy };
}

function differs(before: Value, after: Value): boolean {
  return after instanceof Unknown || !isDeepStrictEqual(before, after);
}
