/**
 * A variable that overwrites a setting of the runner. It has no effect if the runner does not allow jobs to set it, and fails
 * the job if the runner does not allow the value.
 */
import { settingTexts, type FleetRunner } from "../../fleet-runner";
import { quantityOf } from "../job-requests";
import { namesOf, type Rule, type RuleFinding } from "../rule";
import { allowsOverwrite, overwriteOf, type Overwrite } from "../overwrites";
import { isUnknown, valueOf } from "../../jobs/variables";

export const overwrite: Rule = {
  name: "overwrite",
  find: ({ job: { variables }, takers }) =>
    [...variables].flatMap(([name, variable]): RuleFinding[] => {
      const { line } = variable;
      const known = overwriteOf(name);
      if (known === undefined) return [];
      const value = valueOf(variable, variables);
      const off = takers.filter((runner) => !allowsOverwrite(runner, name));
      const refusing = takers.filter(
        (runner) => allowsOverwrite(runner, name) && refuses(runner, known, value),
      );
      return [
        ...off.slice(0, 1).map(() => ({
          ...({ level: "warning", line, subject: name } as const),
          message: `${name} has no effect; ${namesOf(off)}: jobs may not set it`,
          fix: optionOf(known),
        })),
        ...refusing.slice(0, 1).map((runner) => ({
          ...({ level: "error", line, subject: name } as const),
          message: `${name} ${value} fails the job; ${namesOf(refusing)}: allowed is ${settingOf(runner, known)}`,
          fix: `another value, or ${optionOf(known)}`,
        })),
      ];
    }),
};

const settingOf = (runner: FleetRunner, { setting }: Overwrite) => settingTexts(runner, setting)[0] ?? "";

/** Whether the runner certainly refuses the value. Go, which the runner uses, has nearly the same expressions. */
function refuses(runner: FleetRunner, known: Overwrite, value: string): boolean {
  const allowed = settingOf(runner, known);
  if (isUnknown(value) || value === "" || known.kind === "switch") return false;
  if (known.kind === "pattern") return patternOf(allowed)?.test(value) === false;
  const [requested, max] = [quantityOf(value), quantityOf(allowed)];
  return requested !== undefined && max !== undefined && requested > max;
}

/** Undefined for an expression that JavaScript does not have, such as `(?i)`. */
function patternOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text, "u");
  } catch {
    return undefined;
  }
}

function optionOf({ option, setting }: Overwrite): string {
  return option === undefined
    ? `${setting} in runners[].extraToml, under [runners.kubernetes]`
    : `runners[].job.overwrites.${option}`;
}
