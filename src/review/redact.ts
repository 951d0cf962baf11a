/** Redacts secrets from a review: values that Terraform marks as sensitive, and strings that look like a secret. */
import type { TerraformChange, TerraformPlan } from "../clients/terraform/plan-json";
import { findSecrets, redactValue, textRedactor, secretText, type SecretMatch } from "./secrets";
import { maskedTexts, withoutMasked, type AttributeChange, type Json } from "./diff";

/** Redacts the secrets of one plan. */
export interface Redactor {
  readonly text: (text: string) => string;
  /**
   * Redacts only patterns of secrets. Terraform keeps sensitive values out of addresses, and a sensitive value can be
   * a common word that an address has for another reason.
   */
  readonly address: (text: string) => string;
  /** Redacts the differences of one change. */
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

/** Collects every secret of a plan: one found in any resource is redacted in all of them. */
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
      const secretPaths = new Set(
        (change === undefined ? [] : secretsIn(change)).flatMap(({ path, value }) =>
          value === undefined ? [] : [path],
        ),
      );
      return attributes.map((attribute) => {
        const redacted = (value: Json) =>
          value !== null && secretPaths.has(attribute.path)
            ? secretText
            : redactValue(value, text, nameOf(attribute.path));
        return {
          ...attribute,
          path: text(attribute.path),
          before: redacted(attribute.before),
          after: redacted(attribute.after),
        };
      });
    },
  };
}

/** The last key in a path; for an item of a list, the key of the list. */
function nameOf(path: string): string {
  return /([\w-]+)"?\]?(?:\[\d+\])*$/.exec(path)?.[1] ?? "";
}
