/** More jobs of one kind than GitLab allows, or than its runners hold at once: those that wait for a slot may time out. */
import { gitlabLimits } from "../../../../facts/limits";
import { namesOf, type RuleFinding, type Rule } from "../rule";

export const parallel: Rule = {
  name: "parallel",
  find: ({ job, takers }) => {
    const { count, alike, line } = job.parallel;
    const slots = takers.reduce((sum, { concurrent }) => sum + concurrent, 0);
    const found = (level: RuleFinding["level"], message: string, fix: string): RuleFinding[] => [
      { level, line, subject: "parallel", message, fix },
    ];
    if (count > gitlabLimits.parallel) {
      const message = `parallel ${count} is refused: GitLab accepts at most ${gitlabLimits.parallel}`;
      return found("error", message, `several jobs of at most ${gitlabLimits.parallel}`);
    }
    // Of a matrix, those with other tags wait for other runners.
    if (takers.length === 0 || alike <= slots) return [];
    const message = `parallel ${alike} is more than ${slots}, which ${namesOf(takers)} ${takers.length === 1 ? "runs" : "run"} at once`;
    return found("warning", message, `parallel: ${slots}, or runners[].concurrent: ${alike}`);
  },
};
