/** AWS tags: names that AWS or the modules keep for themselves, and how many there may be. */
import { problem, type Problem } from "../input/problems";
import { awsLimits } from "../../facts/limits";
import { needs, type Rule } from "./rule";

/** Names, discovery and ownership tags that the modules, EKS and Karpenter add to a resource. */
const ourTags = 10;
export const maxTags = awsLimits.tagsPerResource - ourTags;

const reserved: readonly { readonly form: RegExp; readonly reason: string }[] = [
  { form: /^aws:/i, reason: "AWS keeps tags that begin with aws:" },
  { form: /^Name$/, reason: "the modules name every resource by it" },
  {
    form: /^(karpenter\.sh|karpenter\.k8s\.aws|kubernetes\.io|k8s\.io|eks|eks\.amazonaws\.com)[/:]/,
    reason: "EKS and Karpenter find resources by it",
  },
];

function reservedProblem(key: string, value: string): readonly Problem[] {
  const found = reserved.find(({ form }) => form.test(key));
  if (found === undefined) return [];
  const allowed = "names of your own";
  return [
    problem({
      code: "tag-reserved",
      path: ["tags", key],
      value,
      message: found.reason,
      allowed,
      fix: "rename or remove it",
    }),
  ];
}

function duplicateProblem(key: string, value: string, first: string): Problem {
  return problem({
    code: "tag-duplicate",
    path: ["tags", key],
    value,
    message: `the name differs from ${first} only in upper and lower case, which IAM refuses`,
    allowed: "names that differ in more than case",
    fix: "remove one of the two tags",
  });
}

export const tagNames: Rule = needs(["tags"], ({ tags }) => {
  const keys = Object.keys(tags);
  const firstOf = new Map<string, string>();
  return keys.flatMap((key) => {
    const value = tags[key] ?? "";
    const first = firstOf.get(key.toLowerCase());
    if (first === undefined) firstOf.set(key.toLowerCase(), key);
    const found = reservedProblem(key, value);
    return first === undefined ? found : [...found, duplicateProblem(key, value, first)];
  });
});

export const tagCount: Rule = needs(["tags"], ({ tags }) => {
  const count = Object.keys(tags).length;
  if (count <= maxTags) return [];
  return [
    problem({
      code: "tags-too-many",
      path: ["tags"],
      value: count,
      message: `AWS allows ${awsLimits.tagsPerResource} tags on a resource, and up to ${ourTags} are added to yours`,
      allowed: `at most ${maxTags} tags`,
      fix: `remove ${count - maxTags}`,
    }),
  ];
});
