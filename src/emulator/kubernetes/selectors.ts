/**
 * Label and field selectors, as a list is asked with.
 * Source: Kubernetes documentation, "Labels and Selectors" and "Field Selectors".
 */
import { badRequest } from "./status";
import type { Environment } from "../../config/environment";

/** Whether it selects what has these labels, or fields. */
type Selector = (values: Environment) => boolean;

const key = "([\\w./-]+)";
const value = "([\\w.-]*)";
const forms: readonly { readonly form: RegExp; readonly test: (...parts: string[]) => Selector }[] = [
  {
    form: new RegExp(`^${key}$`),
    test:
      (name = "") =>
      (labels) =>
        labels[name] !== undefined,
  },
  {
    form: new RegExp(`^!\\s*${key}$`),
    test:
      (name = "") =>
      (labels) =>
        labels[name] === undefined,
  },
  {
    form: new RegExp(`^${key}\\s*(==?|!=)\\s*${value}$`),
    test:
      (name = "", sign, wanted) =>
      (labels) =>
        (labels[name] === wanted) !== (sign === "!="),
  },
  {
    form: new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^()]*)\\)$`),
    test: (name = "", sign, list = "") => {
      const wanted = list.split(",").map((each) => each.trim());
      // What has no such label is not in any set.
      return (labels) => wanted.includes(labels[name] ?? "\0") !== (sign === "notin");
    },
  },
];

/** @throws KubernetesError when Kubernetes would not understand it */
export function labelSelector(text: string): Selector {
  const requirements = split(text).map((requirement) => {
    for (const { form, test } of forms) {
      const parts = form.exec(requirement);
      if (parts !== null) return test(...parts.slice(1));
    }
    throw badRequest(`unable to parse requirement: ${requirement}`);
  });
  return (labels) => requirements.every((selects) => selects(labels));
}

/** Commas separate requirements, and the values of a set too. */
function split(text: string): string[] {
  return text.trim() === "" ? [] : text.split(/,(?![^(]*\))/).map((each) => each.trim());
}

/**
 * @param supported names of the fields; a kind has few
 * @throws KubernetesError when Kubernetes would not understand it
 */
export function fieldSelector(text: string, supported: readonly string[]): Selector {
  const terms = text.split(",").filter((term) => term !== "");
  const requirements = terms.map((term): Selector => {
    const [, name = "", sign, wanted] = /^([^=!]+)(==?|!=)(.*)$/.exec(term) ?? [];
    if (name === "") throw badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    if (!supported.includes(name)) throw badRequest(`field label not supported: ${name}`);
    return (fields) => ((fields[name] ?? "") === wanted) !== (sign === "!=");
  });
  return (fields) => requirements.every((selects) => selects(fields));
}
