/** Finds IAM policy statements that grant access to anyone, to every action, or to every resource. */
import { isHarmlessOnEveryResource } from "../tables/iam";
import { valueAtPath, documentOf, isList, isObject, valueAt, type Json } from "../diff";

function list(value: Json): readonly Json[] {
  if (value === null) return [];
  return isList(value) ? value : [value];
}

function texts(value: Json): readonly string[] {
  return list(value).filter((each) => typeof each === "string");
}

function isAnyone(principal: Json): boolean {
  if (principal === "*") return true;
  return isObject(principal) && Object.values(principal).some((each) => texts(each).includes("*"));
}

function openActions(statement: Json): readonly string[] {
  const wild = texts(valueAt(statement, "Action")).filter(
    (action) => action === "*" || action.endsWith(":*"),
  );
  return texts(valueAt(statement, "NotAction")).length > 0 ? ["all except a few"] : wild;
}

function openResource(statement: Json): readonly string[] {
  const everything =
    texts(valueAt(statement, "Resource")).includes("*") || valueAt(statement, "NotResource") !== null;
  if (!everything) return [];
  return texts(valueAt(statement, "Action")).filter((action) => !isHarmlessOnEveryResource(action));
}

/**
 * Returns one predicate for each broad statement of a policy document; none when the text is not such a document.
 *
 * A statement that names principals belongs to one resource (a role's trust policy, a queue, a key). There, resource
 * "*" means that one resource, so only the principals matter.
 */
export function openPermissions(document: string): readonly string[] {
  const parsed = documentOf(document) ?? null;
  return list(valueAtPath(parsed, "Statement"))
    .filter((statement) => valueAt(statement, "Effect") === "Allow")
    .flatMap((statement) => {
      const limit = valueAt(statement, "Condition") === null ? "" : ", limited by a condition";
      const principal = valueAt(statement, "Principal");
      if (principal !== null || valueAt(statement, "NotPrincipal") !== null) {
        const open = isAnyone(principal) || valueAt(statement, "NotPrincipal") !== null;
        const actions = texts(valueAt(statement, "Action")).join(", ");
        return open ? [`lets anyone call ${actions}${limit}`] : [];
      }
      const wild = openActions(statement);
      if (wild.length > 0) return [`allows whole sets of actions: ${wild.join(", ")}${limit}`];
      const broad = openResource(statement);
      return broad.length > 0 ? [`allows on every resource: ${broad.join(", ")}${limit}`] : [];
    });
}
