/** A job that no runner takes. It stays pending, because GitLab assigns it only to a runner that has all of its tags. */
import { tagText } from "../../fleet-runner";
import type { Rule } from "../rule";

export const noRunner: Rule = {
  name: "no-runner",
  find: ({ job: { tags }, takers, ableRunnerOr }) => {
    const { names, line, isKnown } = tags;
    if (takers.length > 0 || !isKnown) return [];
    const message =
      names.length === 0
        ? "the job has no tags, and no runner takes untagged jobs"
        : `no runner has ${names.length === 1 ? "the tag" : "all of the tags"} ${names.join(", ")}`;
    const setting =
      names.length === 0 ? "runners[].runUntagged: true" : `runners[].${tagText(names)} of a runner for it`;
    return [{ level: "error", line, subject: "tags", message, fix: ableRunnerOr(setting) }];
  },
};
