/** AWS tags: names that AWS or the modules reserve, and the maximum number of tags. */
import { awsLimits } from "../../facts/limits";
import { needs, type Rule } from "./rule";

/** Names, discovery and ownership tags that the modules, EKS and Karpenter add to a resource. */
const ourTags = 10;
/** Maximum number of tags that a user may set. */
export const maxTags = awsLimits.tagsPerResource - ourTags;

const reserved: readonly { readonly form: RegExp; readonly reason: string }[] = [
  { form: /^aws:/i, reason: "AWS reserves tags that begin with aws:" },
  { form: /^Name$/, reason: "the modules name every resource with this tag" },
  {
    form: /^(karpenter\.sh|karpenter\.k8s\.aws|kubernetes\.io|k8s\.io|eks|eks\.amazonaws\.com)[/:]/,
    reason: "EKS and Karpenter find resources by such tags",
  },
];

export const tagNames: Rule = needs(["tags"], ({ tags }) => {
  const firstOf = new Map<string, string>();
  return Object.entries(tags).map(([key, value]) => {
    const given = { path: ["tags", key], value };
    const reason = reserved.find(({ form }) => form.test(key))?.reason;
    const first = firstOf.get(key.toLowerCase());
    if (first === undefined) firstOf.set(key.toLowerCase(), key);
    return [
      reason !== undefined && {
        ...given,
        code: "tag-reserved",
        message: reason,
        allowed: "names of your own",
        fix: "rename or remove the tag",
      },
      first !== undefined && {
        ...given,
        code: "tag-duplicate",
        message: `the name differs from ${first} only in upper and lower case, which IAM refuses`,
        allowed: "names that differ in more than case",
        fix: "remove one of the two tags",
      },
    ];
  });
});

export const tagCount: Rule = needs(["tags"], ({ tags }) => {
  const count = Object.keys(tags).length;
  return (
    count > maxTags && {
      code: "tags-too-many",
      path: ["tags"],
      value: count,
      message: `AWS allows ${awsLimits.tagsPerResource} tags on a resource, and glrunner and EKS add up to ${ourTags}`,
      allowed: `at most ${maxTags} tags`,
      fix: `remove ${count - maxTags} tags`,
    }
  );
});
