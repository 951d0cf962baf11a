/** What IAM policy documents give away: to everybody, or of everything. */
import { saysNothingOnEveryResource } from "../tables/iam";
import { deepPart, documentOf, isList, isObject, part, type Json } from "../diff";

function list(value: Json): readonly Json[] {
  if (value === null) return [];
  return isList(value) ? value : [value];
}

function texts(value: Json): readonly string[] {
  return list(value).filter((each) => typeof each === "string");
}

function isEverybody(principal: Json): boolean {
  if (principal === "*") return true;
  return isObject(principal) && Object.values(principal).some((each) => texts(each).includes("*"));
}

function openActions(statement: Json): readonly string[] {
  const wild = texts(part(statement, "Action")).filter((action) => action === "*" || action.endsWith(":*"));
  return texts(part(statement, "NotAction")).length > 0 ? ["all but a few"] : wild;
}

function openResource(statement: Json): readonly string[] {
  const everything =
    texts(part(statement, "Resource")).includes("*") || part(statement, "NotResource") !== null;
  if (!everything) return [];
  return texts(part(statement, "Action")).filter((action) => !saysNothingOnEveryResource(action));
}

/**
 * One sentence a finding. A document that names principals belongs to one thing (a role's trust, a queue, a key):
 * there, resource "*" is that thing, and only who may matters.
 */
export function openings(document: string): readonly string[] {
  const parsed = documentOf(document) ?? null;
  return list(deepPart(parsed, "Statement"))
    .filter((statement) => part(statement, "Effect") === "Allow")
    .flatMap((statement) => {
      const limit = part(statement, "Condition") === null ? "" : ", limited by a condition";
      const principal = part(statement, "Principal");
      if (principal !== null || part(statement, "NotPrincipal") !== null) {
        const open = isEverybody(principal) || part(statement, "NotPrincipal") !== null;
        const what = texts(part(statement, "Action")).join(", ");
        return open ? [`anybody may ${what}${limit}`] : [];
      }
      const wild = openActions(statement);
      if (wild.length > 0) return [`allows every action of a kind: ${wild.join(", ")}${limit}`];
      const broad = openResource(statement);
      return broad.length > 0 ? [`allows on every resource: ${broad.join(", ")}${limit}`] : [];
    });
}
