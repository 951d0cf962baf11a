/** Checks the inputs of a runner command before it calls GitLab or AWS, and reports all problems at once, each with its fix. */
import type { Config, Runner } from "../../config";
import { sameGitlab } from "../../config/resolve/routing";
import { prefixOf } from "../../facts/gitlab/token-prefixes";
import { tokenLocation } from "./token-store";
import { gitlabApi } from "../../clients/gitlab/api";

/** Stable: scripts compare it. `docs/messages.md` explains it. */
export type InputCode =
  | "no-runners"
  | "runner-unknown"
  | "gitlab-token-missing"
  | "gitlab-token-malformed"
  | "gitlab-token-kind"
  | "gitlab-several"
  | "gitlab-not-encrypted"
  | "runner-registers-itself"
  | "token-not-writable"
  | "token-place-shared";

export interface InputProblem {
  readonly code: InputCode;
  readonly what: string;
  readonly fix: string;
}

export interface Inputs {
  readonly config: Pick<Config, "runners">;
  /** Names of runners. Empty: all runners. */
  readonly names: readonly string[];
  readonly accessToken: string | undefined;
  /** `look`: only reads tokens; `write`: also stores tokens; `pause`: finds runners by their tokens. */
  readonly to: "look" | "write" | "pause";
}

/** The named runners, each once, in the order of the configuration. */
export function selectedRunners({ config, names }: Pick<Inputs, "config" | "names">): readonly Runner[] {
  return names.length === 0 ? config.runners : config.runners.filter(({ name }) => names.includes(name));
}

const problem = (code: InputCode, what: string, fix: string): InputProblem => ({ code, what, fix });

export function inputProblems(inputs: Inputs): readonly InputProblem[] {
  const { config, names } = inputs;
  const runners = selectedRunners(inputs);
  const known = config.runners.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  const add = known.length === 0 ? "add it under `runners`" : `name one of ${known.join(", ")}`;
  return [
    ...unknown.map((name) => problem("runner-unknown", `no runner is called ${name}`, add)),
    ...(known.length === 0 && names.length === 0
      ? [problem("no-runners", "the configuration has no runners", "add one under `runners`")]
      : []),
    ...accessProblems(inputs.accessToken),
    ...addressProblems(runners),
    ...(inputs.to === "write"
      ? [...runners.flatMap(notWritableProblems), ...sharedTokenProblems(runners)]
      : []),
    ...(inputs.to === "pause" ? runners.flatMap(notIdentifiableProblems) : []),
  ];
}

function accessProblems(token: string | undefined): readonly InputProblem[] {
  const make = `create a personal, group or project access token with the scopes ${gitlabApi.scopes}, then run \`read -rs GITLAB_TOKEN && export GITLAB_TOKEN\``;
  if (token === undefined || token === "")
    return [problem("gitlab-token-missing", "GITLAB_TOKEN is not set", make)];
  if (!/^[\x21-\x7e]+$/.test(token)) {
    const what = "GITLAB_TOKEN contains white space or other characters that no token has";
    return [problem("gitlab-token-malformed", what, "set it again")];
  }
  const { prefix = "", name = "" } = prefixOf(token) ?? {};
  if (prefix === "" || prefix === "glpat-") return [];
  return [problem("gitlab-token-kind", `GITLAB_TOKEN is ${name}, which may not manage runners`, make)];
}

/** An access token belongs to one GitLab. It must not be sent to another GitLab or over an unencrypted connection. */
function addressProblems(runners: readonly Runner[]): readonly InputProblem[] {
  const urls = runners
    .filter((runner, index) => runners.findIndex((other) => sameGitlab(other, runner)) === index)
    .map(({ gitlabUrl }) => gitlabUrl);
  const several = `GITLAB_TOKEN belongs to one GitLab, and the runners to several: ${urls.join(", ")}`;
  const encrypt = "set gitlabUrl to an https:// address, or create the runner in GitLab by hand";
  return [
    ...(urls.length > 1 ? [problem("gitlab-several", several, "name the runners of one GitLab")] : []),
    ...urls.filter(isUnencrypted).map((url) => {
      const what = `the connection to ${url} is not encrypted, and would expose the token`;
      return problem("gitlab-not-encrypted", what, encrypt);
    }),
  ];
}

function isUnencrypted(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function notWritableProblems(runner: Runner): readonly InputProblem[] {
  const { name, token, tokenType } = runner;
  if (tokenType === "registration") {
    const what = `runner ${name} has a registration token, and registers itself`;
    const fix = "set tokenType: authentication, and store its token in SSM or Secrets Manager";
    return [problem("runner-registers-itself", what, fix)];
  }
  const reasons = {
    env: "is a variable of your shell, which no command can set",
    kubernetes: "is your own secret in the cluster, which this command does not write",
    ssm: undefined,
    secretsmanager: undefined,
  };
  const reason = reasons[tokenLocation(runner).kind];
  if (reason === undefined) return [];
  const fix = `set token: ssm:/glrunner/${name} or secretsmanager:glrunner/${name}`;
  return [problem("token-not-writable", `runner ${name}: ${token} ${reason}`, fix)];
}

function notIdentifiableProblems(runner: Runner): readonly InputProblem[] {
  const { name, token, tokenType } = runner;
  const fix = "pause or resume it in GitLab, and name the other runners in this command";
  if (tokenType === "registration") {
    const what = `runner ${name} registers itself, and its token does not identify it in GitLab`;
    return [problem("runner-registers-itself", what, fix)];
  }
  if (tokenLocation(runner).kind !== "kubernetes") return [];
  const what = `runner ${name}: ${token} is a secret in the cluster, which this command does not read`;
  return [problem("token-not-writable", what, fix)];
}

function sharedTokenProblems(runners: readonly Runner[]): readonly InputProblem[] {
  const stores = [...new Set(runners.map(({ token }) => token))];
  return stores.flatMap((store) => {
    const names = runners.filter(({ token }) => token === store).map(({ name }) => name);
    if (names.length < 2) return [];
    const what = `runners ${names.join(", ")} share ${store}, and each runner in GitLab has its own token`;
    return [problem("token-place-shared", what, "set a different token for each")];
  });
}
