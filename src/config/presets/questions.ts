/** What `glrunner init` wants to know beside the preset, each with the option that answers it. */
import type { Problem } from "../input/problems";
import { configSchema, type ConfigInput } from "../schema";
import { nodesAt } from "../input/schema-nodes";
import { parseStateForm, stateForms } from "../backends";

export interface Question {
  readonly option: "name" | "region" | "state" | "token";
  /** Of a token: the runners that share it. */
  readonly runners: readonly string[];
  /** Where the answer stands. */
  readonly path: string;
  /** What is asked for, as the schema says it. */
  readonly about: string;
  /** What stands there without an answer. */
  readonly standing: (input: ConfigInput) => string;
  readonly answer: (input: ConfigInput, text: string) => ConfigInput | Problem;
}

export function isProblem(answer: ConfigInput | Problem): answer is Problem {
  return "code" in answer;
}

export function questions(preset: ConfigInput): readonly Question[] {
  return [
    {
      ...{ option: "name", path: "name", runners: [], about: description("name") },
      standing: ({ name }) => name,
      answer: (input, name) => ({ ...input, name }),
    },
    {
      ...{ option: "region", path: "region", runners: [], about: description("region") },
      standing: ({ region }) => region,
      answer: (input, region) => ({ ...input, region }),
    },
    {
      ...{ option: "state", path: "state", runners: [] },
      about: `${description("state")}\nOne of ${stateForms.join(", ")}.`,
      standing: ({ state }) => (state?.backend === "local" ? (state.directory ?? "local") : ""),
      answer: withState,
    },
    ...tokenQuestions(preset.runners ?? []),
  ];
}

function withState(input: ConfigInput, text: string): ConfigInput | Problem {
  const state = parseStateForm(text);
  return "code" in state ? state : { ...input, state };
}

type Runners = NonNullable<ConfigInput["runners"]>;

/** One for each token: runners that name the same one go on doing so. */
function tokenQuestions(runners: Runners): readonly Question[] {
  const references = [...new Set(runners.map(({ token }) => token))];
  return references.map((reference) => {
    const names = runners.filter(({ token }) => token === reference).map(({ name }) => name);
    const index = runners.findIndex(({ token }) => token === reference);
    return {
      option: "token",
      runners: names,
      path: `runners[${index}].token`,
      about: nodesAt(["runners", index, "token"])[0]?.description ?? "",
      standing: (input) => input.runners?.[index]?.token ?? "",
      answer: (input, token) => ({
        ...input,
        runners: (input.runners ?? []).map((each) => (names.includes(each.name) ? { ...each, token } : each)),
      }),
    };
  });
}

function description(key: "name" | "region" | "state"): string {
  return configSchema.shape[key].description ?? "";
}
