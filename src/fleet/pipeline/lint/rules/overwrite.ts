/**
 * What a job asks for by variable and does not get, because its runner does not let jobs choose; or what fails the job,
 * because the value is not one of those that the runner allows.
 */
import { letsChoose, settingTexts, type FleetRunner } from "../../fleet-runner";
import { quantityOf } from "../job-requests";
import { namesOf, type Rule, type RuleFinding } from "../rule";
import { overwriteOf, type Overwrite } from "../overwrites";
import { isUnknown, valueOf } from "../../jobs/variables";

export const overwrite: Rule = {
  name: "overwrite",
  find: ({ job: { variables }, takers }) =>
    [...variables].flatMap(([name, variable]): RuleFinding[] => {
      const { line } = variable;
      const known = overwriteOf(name);
      if (known === undefined) return [];
      const value = valueOf(variable, variables);
      const off = takers.filter((runner) => !letsChoose(runner, name));
      const refusing = takers.filter((runner) => letsChoose(runner, name) && refuses(runner, known, value));
      return [
        ...off.slice(0, 1).map(() => ({
          ...({ level: "warning", line, subject: name } as const),
          message: `${name} has no effect; ${namesOf(off)}: jobs may not choose it`,
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

/** Only where it is certain: the runner reads the expression with Go, which knows nearly the same ones. */
function refuses(runner: FleetRunner, known: Overwrite, value: string): boolean {
  const allowed = settingOf(runner, known);
  if (isUnknown(value) || value === "" || known.kind === "switch") return false;
  if (known.kind === "pattern") return patternOf(allowed)?.test(value) === false;
  const [asked, most] = [quantityOf(value), quantityOf(allowed)];
  return asked !== undefined && most !== undefined && asked > most;
}

/** Undefined for what is not an expression here, such as `(?i)`. */
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
