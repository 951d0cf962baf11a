/** Finds secrets that would be stored in state and plan files. A finding names the path, never the value. */
import { findSecrets } from "../secrets";
import { storedSecrets } from "../tables/stored-secrets";
import { isList, valueAt, withoutMasked, type Json } from "../diff";
import type { RiskFinding, RiskFinder } from "./risk";

function isGiven(value: Json): boolean {
  if (value === null || value === "") return false;
  return isList(value) ? value.length > 0 : true;
}

const byAttribute: RiskFinder = ({ resource: { type, change } }) =>
  (storedSecrets.get(type) ?? []).flatMap(({ attribute, revision, instead }) => {
    if (revision !== undefined && isGiven(valueAt(change.after, revision))) return [];
    const unknown = revision !== undefined && valueAt(change.after_unknown, attribute) === true;
    if (!isGiven(valueAt(change.after, attribute)) && !unknown) return [];
    const text = `stores a secret in state and plan files; use ${instead} instead`;
    return [{ kind: "secret", path: attribute, text } satisfies RiskFinding];
  });

const byPattern: RiskFinder = ({ resource: { change } }) => {
  const paths = new Set(
    findSecrets(withoutMasked(change.after, change.after_sensitive)).map(({ path }) => path),
  );
  const text = "has a value that looks like a secret and is not marked as sensitive";
  return [...paths].map((path) => ({ kind: "secret", path, text }));
};

/** Reports attributes that store a secret, and values that look like one. */
export const storedSecretRisks: RiskFinder = (input) => {
  const { resource, action } = input;
  if (resource.mode !== "managed" || !["create", "update", "replace", "import"].includes(action)) return [];
  return [...byAttribute(input), ...byPattern(input)];
};
