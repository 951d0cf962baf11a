/** What follows a new configuration: the commands, as they can be typed. */
import { resolve } from "node:path";
import { configFile, type ConfigInput } from "../../../config";
import { environmentName } from "../../../config/resolve/token-variable";
import { shellWord } from "../../../clients/system/shell-word";
import type { CommandCall } from "../../definition/command";
import type { OutputFile } from "./init-options";

interface Step {
  readonly command: string;
  readonly why: string;
}

interface NextQuestion {
  readonly input: ConfigInput;
  /** Absolute. */
  readonly file: string;
  readonly call: Pick<CommandCall<OutputFile>, "env" | "values">;
}

export function nextSteps({ input, file, call: { env, values } }: NextQuestion): readonly Step[] {
  const option = configEnding(env, values.output ?? file);
  const glrunner = (command: string) => `${programOf(env)} ${command}${option}`;
  const built = input.layout === "single";
  return [
    ...tokenSteps(input),
    { command: glrunner("check"), why: "this machine, your account and the tokens; changes nothing" },
    built
      ? {
          command: glrunner("plan"),
          why: "against the state of what was built; with nothing to change, it is adopted",
        }
      : { command: glrunner("plan --journey"), why: "all of it in one review, before anything exists" },
    built
      ? { command: glrunner("destroy"), why: "to take it down" }
      : { command: glrunner("deploy"), why: "stage by stage, each after its review" },
  ];
}

/** What a command needs at its end to read this configuration: nothing where it reads that anyway. */
export function configEnding(env: NodeJS.ProcessEnv, file: string): string {
  const cwd = process.cwd();
  return configFile({ env, cwd }) === resolve(file) ? "" : ` --config ${shellWord(file)}`;
}

/** How to call this program again: where npm or npx started it, it need not be on PATH. */
export function programOf({ npm_lifecycle_event: event }: NodeJS.ProcessEnv): string {
  return event === undefined ? "glrunner" : "npx glrunner";
}

/** Of those that the environment must hold; where others have to be, `check` says. */
function tokenSteps({ runners = [] }: ConfigInput): readonly Step[] {
  const references = [...new Set(runners.map(({ token }) => token))];
  return references.flatMap((reference) => {
    const name = environmentName(reference);
    if (name === undefined) return [];
    const { compute = "fargate", tags = [`eks-${compute}`] } =
      runners.find(({ token }) => token === reference) ?? {};
    return [
      {
        command: `read -rs ${name} && export ${name}`,
        why: `the glrt- token of a runner that you create in GitLab with ${tags.length === 1 ? "the tag" : "the tags"} ${tags.join(", ")}`,
      },
    ];
  });
}

export function stepsText(steps: readonly Step[]): string {
  return steps.map(({ command, why }) => `  ${command}\n      # ${why}\n`).join("");
}
