/** A job that no runner of the fleet takes stays pending. GitLab gives it to a runner that has every one of its tags. */
import { tagText } from "../fleet";
import { namesOf, type Rule } from "../rule";
import { isUnknown } from "../variables";

export const noRunner: Rule = {
  name: "no-runner",
  find: ({ job: { tags }, fleet, takers }) => {
    const { names, line } = tags;
    const first = fleet[0];
    const use =
      first === undefined
        ? "runners: add one"
        : [...new Set(fleet.map((each) => tagText(each.tags)))].join(" or ");
    if (names.length === 0) {
      if (takers.some(({ untagged }) => untagged === true)) return [];
      const unsure = takers.length > 0;
      return [
        {
          ...{ level: unsure ? "warning" : "error", line, subject: "tags", fix: use },
          message: unsure
            ? "the job has no tags: it runs only where GitLab has a runner set to take untagged jobs"
            : "the job has no tags, and no runner takes untagged jobs",
        },
      ];
    }
    if (takers.length > 0 || names.some(isUnknown)) return [];
    const assumed = fleet.filter(({ tagsAssumed }) => tagsAssumed);
    const fix =
      assumed.length === 0
        ? use
        : `${use}; if GitLab has other tags for ${namesOf(assumed)}, --tag RUNNER=TAG,TAG`;
    return [
      {
        ...{ level: "error", line, subject: "tags", fix },
        message: `no runner has ${names.length === 1 ? "the tag" : "all of the tags"} ${names.join(", ")}`,
      },
    ];
  },
};
