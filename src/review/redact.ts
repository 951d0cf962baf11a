/** Takes what is secret out of a review: what Terraform calls sensitive, and what looks like a secret otherwise. */
import type { TerraformChange, TerraformPlan } from "../clients/terraform/plan-json";
import { findSecrets, redactValue, textRedactor, secretText, type SecretMatch } from "./secrets";
import { maskedTexts, withoutMasked, type AttributeChange, type Json } from "./diff";

export interface Redactor {
  readonly text: (text: string) => string;
  /** Terraform lets no sensitive value into an address, and a common word may be one: so only looks count here. */
  readonly address: (text: string) => string;
  /** The differences of one change. */
  readonly attributes: (
    attributes: readonly AttributeChange[],
    change?: TerraformChange,
  ) => readonly AttributeChange[];
}

function secretsIn(change: TerraformChange): readonly SecretMatch[] {
  return [
    ...findSecrets(withoutMasked(change.before, change.before_sensitive)),
    ...findSecrets(withoutMasked(change.after, change.after_sensitive)),
  ];
}

export function redactorOf(plan: TerraformPlan): Redactor {
  const changes = [
    ...plan.resource_changes.map(({ change }) => change),
    ...plan.resource_drift.map(({ change }) => change),
    ...Object.values(plan.output_changes),
  ];
  const sensitive = changes.flatMap((change) => [
    ...maskedTexts(change.before, change.before_sensitive),
    ...maskedTexts(change.after, change.after_sensitive),
  ]);
  const secrets = changes.flatMap(secretsIn).flatMap(({ value }) => (value === undefined ? [] : [value]));
  const text = textRedactor(sensitive, secrets);
  return {
    text,
    address: textRedactor([], []),
    attributes: (attributes, change) => {
      const places = new Set(
        (change === undefined ? [] : secretsIn(change)).flatMap(({ path, value }) =>
          value === undefined ? [] : [path],
        ),
      );
      return attributes.map((attribute) => {
        const show = (value: Json) =>
          value !== null && places.has(attribute.path)
            ? secretText
            : redactValue(value, text, nameOf(attribute.path));
        return {
          ...attribute,
          path: text(attribute.path),
          before: show(attribute.before),
          after: show(attribute.after),
        };
      });
    },
  };
}

/** The last name in a path, that of the list for one of its items. */
function nameOf(path: string): string {
  return /([\w-]+)"?\]?(?:\[\d+\])*$/.exec(path)?.[1] ?? "";
}
