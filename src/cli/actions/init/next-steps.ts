/** The next steps after `glrunner init`, as commands to paste. */
import { resolve } from "node:path";
import { configFile, type ConfigInput } from "../../../config";
import { environmentName } from "../../../config/resolve/token-variable";
import { shellWord } from "../../../clients/system/shell-word";
import type { CommandCall } from "../../definition/command";
import type { NextStep } from "../../status/report";
import type { OutputFile } from "./init-options";

/** @param file absolute */
export function nextSteps(
  { env, values }: Pick<CommandCall<OutputFile>, "env" | "values">,
  { input, file }: { readonly input: ConfigInput; readonly file: string },
): readonly NextStep[] {
  const option = configEnding(env, values.output ?? file);
  const step = (command: string, why: string) => ({ command: `${programOf(env)} ${command}${option}`, why });
  const check = step("check", "check this machine, your account and the tokens; changes nothing");
  // Only the import of the tutorial's cluster writes layout single.
  const others =
    input.layout === "single"
      ? [
          step("plan", "compare with the existing cluster; a plan without changes adopts it"),
          step("destroy", "destroy the cluster when you no longer need it"),
        ]
      : [
          step("plan --journey", "review the whole deploy before anything exists"),
          step("deploy", "deploy stage by stage, each after its review"),
        ];
  return [...tokenSteps(input), check, ...others];
}

/** The option that makes a command read this configuration. Empty if it is the default one. */
export function configEnding(env: NodeJS.ProcessEnv, file: string): string {
  const cwd = process.cwd();
  return configFile({ env, cwd }) === resolve(file) ? "" : ` --config ${shellWord(file)}`;
}

/** How to start glrunner again: after npm or npx it may not be on PATH. */
export function programOf({ npm_lifecycle_event: event }: NodeJS.ProcessEnv): string {
  return event === undefined ? "glrunner" : "npx glrunner";
}

/** A step for each token that an environment variable must hold. `glrunner check` covers all other tokens. */
function tokenSteps({ runners = [] }: ConfigInput): readonly NextStep[] {
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

export function stepsText(steps: readonly NextStep[]): string {
  return steps.map(({ command, why }) => `  ${command}\n      # ${why}\n`).join("");
}
