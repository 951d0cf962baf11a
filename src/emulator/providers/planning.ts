/**
 * Plans a change as a provider does: what is configured stays, what the provider will set is unknown until it is
 * there, write-only values are never planned, and where nothing differs the prior object comes back exactly.
 */
import { isDeepStrictEqual } from "node:util";
import type { BlockSchema } from "../../../modules/provider-schema";
import type { ResourceTraits } from "./resource-traits";
import { mapAttributes, type ValuePath } from "./protocol/schema-walk";
import { isList, isObject, unknown, Unknown, type Value } from "./protocol/value";

interface PlannedChange {
  readonly planned: Value;
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
  const given = mapAttributes(block, proposed, (attribute, value, path) => {
    if (attribute.write_only) return null;
    const known =
      value ?? traits.defaults?.[path.filter((step) => typeof step === "string").join(".")] ?? null;
    return creating && attribute.computed && known === null ? unknown : known;
  });
  const wanted = isObject(given) ? { ...given, ...traits.desired } : given;
  if (creating) return { planned: wanted, replacedBy: [] };
  if (isDeepStrictEqual(wanted, prior)) return { planned: prior, replacedBy: [] };
  const replacedBy = traits.replacedBy.filter((path) => differs(valueAt(prior, path), valueAt(wanted, path)));
  const planned = mapAttributes(block, wanted, (_, value, path) =>
    path.length === 1 && traits.recomputed.includes(String(path[0])) ? unknown : value,
  );
  return { planned, replacedBy };
}

function differs(before: Value, after: Value): boolean {
  return after instanceof Unknown || !isDeepStrictEqual(before, after);
}

function valueAt(value: Value, path: ValuePath): Value {
  let current: Value = value;
  for (const step of path) {
    const inner: Value | undefined =
      typeof step === "number"
        ? isList(current)
          ? current[step]
          : undefined
        : isObject(current)
          ? current[step]
          : undefined;
    current = inner ?? null;
  }
  return current;
}
