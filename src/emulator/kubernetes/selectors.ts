/**
 * Label and field selectors of list requests.
 * Source: Kubernetes documentation, "Labels and Selectors" and "Field Selectors".
 */
import { badRequest } from "./status";
import type { Environment } from "../../config/environment";

/** Whether an object with these labels, or fields, is selected. */
type Selector = (values: Environment) => boolean;

const key = "([\\w./-]+)";
const value = "([\\w.-]*)";
const existence = new RegExp(`^(!?)\\s*${key}$`);
const equality = new RegExp(`^${key}\\s*(==?|!=)\\s*${value}$`);
const set = new RegExp(`^${key}\\s+(in|notin)\\s*\\(([^()]*)\\)$`);

/** @throws KubernetesError when Kubernetes could not parse it either */
export function labelSelector(text: string): Selector {
  const requirements = split(text).map(labelRequirement);
  return (labels) => requirements.every((selects) => selects(labels));
}

function labelRequirement(text: string): Selector {
  const [isPresence, not, present = ""] = existence.exec(text) ?? [];
  if (isPresence !== undefined) return (labels) => (labels[present] === undefined) === (not === "!");
  const [isEquality, name = "", sign, wanted] = equality.exec(text) ?? [];
  if (isEquality !== undefined) return (labels) => (labels[name] === wanted) !== (sign === "!=");
  const [isSet, member = "", operator, list = ""] = set.exec(text) ?? [];
  if (isSet === undefined) throw badRequest(`unable to parse requirement: ${text}`);
  const values = list.split(",").map((item) => item.trim());
  // An absent label is in no set.
  return (labels) => values.includes(labels[member] ?? "\0") !== (operator === "notin");
}

/** Commas separate requirements, but also the values of a set. */
function split(text: string): string[] {
  return text.trim() === "" ? [] : text.split(/,(?![^(]*\))/).map((requirement) => requirement.trim());
}

/**
 * @param supported names of the fields that the kind supports
 * @throws KubernetesError when Kubernetes could not parse it either
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
