/** The questions of `glrunner init` after the preset, each with the option that answers it. */
import type { Problem } from "../input/problems";
import type { Path } from "../paths";
import { configSchema, type ConfigInput } from "../schema";
import { nodesAt } from "../input/schema-nodes";
import { parseStateForm, stateForms } from "../backends";

/** A question of `glrunner init`, and how its answer changes the configuration. */
export interface Question {
  readonly option: "name" | "region" | "gitlab" | "allow" | "state" | "token";
  /** The runners that share the token, if the question is about one. */
  readonly runners: readonly string[];
  /** Path of the key that the answer sets. */
  readonly path: string;
  /** The question, from the schema's description. */
  readonly about: string;
  /** The meaning of an empty answer. @default the present value */
  readonly suggested?: string;
  /** The present value. */
  readonly present: (input: ConfigInput) => string;
  readonly answer: (input: ConfigInput, text: string) => ConfigInput | Problem;
  /** Settings that make a repeated answer valid after a refusal with this code. @default the answer stays refused */
  readonly repeated?: { readonly code: Problem["code"]; readonly input: Partial<ConfigInput> };
}

export function isProblem(answer: ConfigInput | Problem): answer is Problem {
  return "code" in answer;
}

interface Machine {
  /** Public address of this machine, such as 203.0.113.7. @default unknown */
  readonly address?: string;
}

/** The questions for a preset, in the order in which `glrunner init` asks them. */
export function questions(preset: ConfigInput, { address }: Machine = {}): readonly Question[] {
  return [
    {
      ...{ option: "name", path: "name", runners: [], about: description("name") },
      present: ({ name }) => name,
      answer: (input, name) => ({ ...input, name }),
    },
    {
      ...{ option: "region", path: "region", runners: [], about: description("region") },
      present: ({ region }) => region,
      answer: (input, region) => ({ ...input, region }),
      repeated: { code: "region-unknown", input: { allowUnknownRegion: true } },
    },
    ...((preset.runners ?? []).length === 0 ? [] : [gitlabQuestion]),
    allowQuestion(address),
    {
      ...{ option: "state", path: "state", runners: [] },
      about: `${description("state")}\nOne of ${stateForms.join(", ")}.`,
      present: ({ state }) => (state?.backend === "local" ? (state.directory ?? "local") : ""),
      answer: withState,
    },
    ...tokenQuestions(preset.runners ?? []),
  ];
}

const gitlabQuestion: Question = {
  ...{ option: "gitlab", path: "runners[0].gitlabUrl", runners: [] },
  about: descriptionAt(["runners", 0, "gitlabUrl"]),
  present: ({ runners = [] }) => runners[0]?.gitlabUrl ?? "https://gitlab.com",
  answer: (input, gitlabUrl) => ({
    ...input,
    runners: (input.runners ?? []).map((runner) => ({ ...runner, gitlabUrl })),
  }),
};

/** An address without a prefix length is a /32 block. */
const blocksOf = (text: string) =>
  text
    .split(/[\s,]+/)
    .filter((block) => block !== "")
    .map((block) => (block.includes("/") ? block : `${block}/32`));

/**
 * `init` sends no request, so it knows only the addresses of this machine's network interfaces, of which none is public behind
 * NAT. The question names Amazon's service that returns the public address, which terraform-aws-modules also use.
 */
function allowQuestion(address: string | undefined): Question {
  const known =
    address === undefined
      ? "`curl https://checkip.amazonaws.com` prints the public address of this machine."
      : `This machine has the address ${address}.`;
  return {
    ...{ option: "allow", path: "cluster.endpoint.allowedCidrs", runners: [] },
    about: `${descriptionAt(["cluster", "endpoint", "allowedCidrs"])} Separate several with commas.\n${known}`,
    present: ({ cluster }) => (cluster?.endpoint?.allowedCidrs ?? ["0.0.0.0/0"]).join(","),
    answer: (input, text) => ({
      ...input,
      cluster: {
        ...input.cluster,
        endpoint: { ...input.cluster?.endpoint, allowedCidrs: blocksOf(text) },
      },
    }),
    ...(address !== undefined && { suggested: `${address}/32` }),
  };
}

function withState(input: ConfigInput, text: string): ConfigInput | Problem {
  const state = parseStateForm(text);
  return "code" in state ? state : { ...input, state };
}

type Runners = NonNullable<ConfigInput["runners"]>;

/** One question for each token. Runners that share a token keep sharing it. */
function tokenQuestions(runners: Runners): readonly Question[] {
  const references = [...new Set(runners.map(({ token }) => token))];
  return references.map((reference) => {
    const names = runners.filter(({ token }) => token === reference).map(({ name }) => name);
    const index = runners.findIndex(({ token }) => token === reference);
    return {
      option: "token",
      runners: names,
      path: `runners[${index}].token`,
      about: descriptionAt(["runners", index, "token"]),
      present: (input) => input.runners?.[index]?.token ?? "",
      answer: (input, token) => ({
        ...input,
        runners: (input.runners ?? []).map((runner) =>
          names.includes(runner.name) ? { ...runner, token } : runner,
        ),
      }),
    };
  });
}

function descriptionAt(path: Path): string {
  return nodesAt(path)[0]?.description ?? "";
}

function description(key: "name" | "region" | "state"): string {
  return configSchema.shape[key].description ?? "";
}
