/** More parallel jobs than GitLab allows, or than the runners run at once. Jobs that wait for a slot may time out. */
import { gitlabLimits } from "../../../../facts/limits";
import { namesOf, type RuleFinding, type Rule } from "../rule";

export const parallel: Rule = {
  name: "parallel",
  find: ({ job, takers }) => {
    const { count, sameTags, line } = job.parallel;
    const slots = takers.reduce((sum, { concurrent }) => sum + concurrent, 0);
    const finding = (level: RuleFinding["level"], message: string, fix: string): RuleFinding[] => [
      { level, line, subject: "parallel", message, fix },
    ];
    if (count > gitlabLimits.parallel) {
      const message = `parallel ${count} is refused: GitLab accepts at most ${gitlabLimits.parallel}`;
      return finding("error", message, `several jobs of at most ${gitlabLimits.parallel}`);
    }
    // Combinations of a matrix with other tags wait for other runners.
    if (takers.length === 0 || sameTags <= slots) return [];
    const message = `parallel ${sameTags} is more than ${slots}, which ${namesOf(takers)} ${takers.length === 1 ? "runs" : "run"} at once`;
    return finding("warning", message, `parallel: ${slots}, or runners[].concurrent: ${sameTags}`);
  },
};
