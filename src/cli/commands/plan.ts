import { reportEndings, reportFormats } from "../../review/reports/formats";
import { defineCommand } from "../definition/command";
import { choice, flag, repeated, withDefault } from "../definition/option";
import { fileEnding, project, stageArguments } from "./shared-options";

export const plan = defineCommand({
  name: "plan",
  summary: "Review what a deploy would change",
  details:
    "Sorts the changes by risk: what deletes or replaces data comes first. Plans as many stages at the same time as memory and cores allow. Changes nothing.",
  arguments: stageArguments,
  options: {
    ...project,
    journey: flag("Plan all stages from nothing in one review, before anything exists."),
    format: withDefault(
      choice(reportFormats, { placeholder: "FORMAT", meaning: "Print the review in this format." }),
      "terminal",
    ),
    "exit-code": flag("Exit with 3 if a deploy would change something, with 0 if not."),
    report: repeated(
      fileEnding(reportEndings, "Also write the review to this file: .json is GitLab's Terraform report."),
    ),
  },
  examples: [
    { command: "glrunner plan", purpose: "Review all stages that can be planned now." },
    { command: "glrunner plan --journey --report plan.html", purpose: "Review the first deploy as a page." },
    {
      command: "glrunner plan --exit-code > /dev/null || echo drift",
      purpose: "See in a scheduled job whether the cluster is as configured.",
    },
    {
      command: "glrunner plan eks --format markdown --report plan.json",
      purpose: "Review a stage in a merge request.",
    },
  ],
  exits: {
    ok: "Done; with --exit-code also: there is nothing to do.",
    failed: "A stage could not be planned, or the report could not be written.",
    changes: "With --exit-code: a deploy would change something, or a stage cannot be planned yet.",
  },
  run: async (call) => (await import("../actions/run/plan")).runPlan(call),
});
