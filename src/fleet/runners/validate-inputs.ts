/** What makes a command impossible, found before anything is asked of GitLab or AWS: all problems at once, each with its fix. */
import type { Config, Runner } from "../../config";
import { sameGitlab } from "../../config/resolve/routing";
import { prefixOf } from "../../facts/gitlab/token-prefixes";
import { tokenLocation } from "./token-store";
import { gitlabApi } from "../../clients/gitlab/api";

/** Stable: scripts compare it, and `docs/messages.md` explains it. */
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
  /** Runners by name. @default all */
  readonly names: readonly string[];
  readonly accessToken: string | undefined;
  /** `look` reads tokens, `write` stores them too, `pause` finds runners by their tokens. */
  readonly to: "look" | "write" | "pause";
}

/** In the order of the configuration, each once. */
export function selectedRunners({ config, names }: Pick<Inputs, "config" | "names">): readonly Runner[] {
  return names.length === 0 ? config.runners : config.runners.filter(({ name }) => names.includes(name));
}

export function inputProblems(inputs: Inputs): readonly InputProblem[] {
  const { config, names } = inputs;
  const runners = selectedRunners(inputs);
  const known = config.runners.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  return [
    ...unknown.map((name) => ({
      code: "runner-unknown" as const,
      what: `no runner is called ${name}`,
      fix: known.length === 0 ? "add it under `runners`" : `name one of ${known.join(", ")}`,
    })),
    ...(known.length === 0 && names.length === 0
      ? [
          {
            code: "no-runners" as const,
            what: "the configuration has no runners",
            fix: "add one under `runners`",
          },
        ]
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
    return [{ code: "gitlab-token-missing", what: "GITLAB_TOKEN is not set", fix: make }];
  if (token.trim() !== token || !/^[\x21-\x7e]+$/.test(token)) {
    return [
      {
        code: "gitlab-token-malformed",
        what: "GITLAB_TOKEN contains white space or other characters that no token has",
        fix: "set it again",
      },
    ];
  }
  const { prefix = "", name = "" } = prefixOf(token) ?? {};
  return prefix === "" || prefix === "glpat-"
    ? []
    : [
        {
          code: "gitlab-token-kind",
          what: `GITLAB_TOKEN is ${name}, which may not manage runners`,
          fix: make,
        },
      ];
}

/** An access token belongs to one GitLab, and must not be sent to another or over an open connection. */
function addressProblems(runners: readonly Runner[]): readonly InputProblem[] {
  const urls = runners
    .filter((runner, index) => runners.findIndex((each) => sameGitlab(each, runner)) === index)
    .map(({ gitlabUrl }) => gitlabUrl);
  const several = {
    code: "gitlab-several" as const,
    what: `GITLAB_TOKEN belongs to one GitLab, and the runners to several: ${urls.join(", ")}`,
    fix: "name the runners of one GitLab",
  };
  return [
    ...(urls.length > 1 ? [several] : []),
    ...urls.filter(isOpen).map((url) => ({
      code: "gitlab-not-encrypted" as const,
      what: `the connection to ${url} is not encrypted, and would expose the token`,
      fix: "set gitlabUrl to an https:// address, or create the runner in GitLab by hand",
    })),
  ];
}

function isOpen(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function notWritableProblems(runner: Runner): readonly InputProblem[] {
  const { name, token, tokenType } = runner;
  const fix = `set token: ssm:/glrunner/${name} or secretsmanager:glrunner/${name}`;
  if (tokenType === "registration") {
    const what = `runner ${name} has a registration token, and registers itself`;
    return [
      {
        code: "runner-registers-itself",
        what,
        fix: "set tokenType: authentication, and store its token in SSM or Secrets Manager",
      },
    ];
  }
  const { kind } = tokenLocation(runner);
  if (kind === "env") {
    const what = `runner ${name}: ${token} is a variable of your shell, which no command can set`;
    return [{ code: "token-not-writable", what, fix }];
  }
  if (kind === "kubernetes") {
    const what = `runner ${name}: ${token} is your own secret in the cluster, which this command does not write`;
    return [{ code: "token-not-writable", what, fix }];
  }
  return [];
}

function notIdentifiableProblems(runner: Runner): readonly InputProblem[] {
  const { name, token, tokenType } = runner;
  const fix = "pause or resume it in GitLab, and name the other runners in this command";
  if (tokenType === "registration") {
    const what = `runner ${name} registers itself, and its token does not identify it in GitLab`;
    return [{ code: "runner-registers-itself", what, fix }];
  }
  if (tokenLocation(runner).kind !== "kubernetes") return [];
  const what = `runner ${name}: ${token} is a secret in the cluster, which this command does not read`;
  return [{ code: "token-not-writable", what, fix }];
}

function sharedTokenProblems(runners: readonly Runner[]): readonly InputProblem[] {
  const places = [...new Set(runners.map(({ token }) => token))];
  return places.flatMap((place) => {
    const here = runners.filter(({ token }) => token === place).map(({ name }) => name);
    const what = `runners ${here.join(", ")} share ${place}, and each runner in GitLab has its own token`;
    return here.length > 1
      ? [{ code: "token-place-shared", what, fix: "set a different token for each" }]
      : [];
  });
}
