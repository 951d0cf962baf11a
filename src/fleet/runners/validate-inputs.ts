/** What makes a command impossible before anybody was asked: all of it at once, each with the way out. */
import type { Config, Runner } from "../../config";
import { sameGitlab } from "../../config/resolve/routing";
import { prefixOf } from "../../facts/token-prefixes";
import { tokenLocation } from "./token-store";
import { gitlabApi } from "../../clients/gitlab/api";

export interface InputProblem {
  readonly what: string;
  readonly fix: string;
}

export interface Inputs {
  readonly config: Pick<Config, "runners">;
  /** Runners by name. @default all */
  readonly names: readonly string[];
  readonly accessToken: string | undefined;
  /** Tokens are only read, or written too; or runners are paused and resumed, which are found by their tokens. */
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
      what: `no runner is called ${name}`,
      fix: known.length === 0 ? "describe it under `runners`" : `name one of ${known.join(", ")}`,
    })),
    ...(known.length === 0 && names.length === 0
      ? [{ what: "the configuration has no runners", fix: "describe one under `runners`" }]
      : []),
    ...accessProblems(inputs.accessToken),
    ...addressProblems(runners),
    ...(inputs.to === "write"
      ? [...runners.flatMap(notWritableProblems), ...sharedTokenProblems(runners)]
      : []),
    ...(inputs.to === "pause" ? runners.flatMap(notIdentifiableProblems) : []),
    ...runners.flatMap(tagProblems),
  ];
}

function accessProblems(token: string | undefined): readonly InputProblem[] {
  const make = `make a personal, group or project access token with the scopes ${gitlabApi.scopes}, and \`read -rs GITLAB_TOKEN && export GITLAB_TOKEN\``;
  if (token === undefined || token === "") return [{ what: "GITLAB_TOKEN is not set", fix: make }];
  if (token.trim() !== token || !/^[\x21-\x7e]+$/.test(token)) {
    return [
      { what: "GITLAB_TOKEN has white space or other characters that no token has", fix: "set it again" },
    ];
  }
  const { prefix = "", name = "" } = prefixOf(token) ?? {};
  return prefix === "" || prefix === "glpat-"
    ? []
    : [{ what: `GITLAB_TOKEN is ${name}, which may not manage runners`, fix: make }];
}

/** One access token is of one GitLab: another one would learn it. */
function addressProblems(runners: readonly Runner[]): readonly InputProblem[] {
  const urls = runners
    .filter((runner, index) => runners.findIndex((each) => sameGitlab(each, runner)) === index)
    .map(({ gitlabUrl }) => gitlabUrl);
  const several = {
    what: `GITLAB_TOKEN is of one GitLab, and the runners are of several: ${urls.join(", ")}`,
    fix: "name the runners of one of them",
  };
  return [
    ...(urls.length > 1 ? [several] : []),
    ...urls.filter(isOpen).map((url) => ({
      what: `${url} is not encrypted, and whoever listens would learn the token`,
      fix: "write gitlabUrl with https://, or make the runner in GitLab by hand",
    })),
  ];
}

function isOpen(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function notWritableProblems(runner: Runner): readonly InputProblem[] {
  const { name, token, tokenType } = runner;
  const fix = `write token: ssm:/glrunner/${name} or secretsmanager:glrunner/${name}`;
  if (tokenType === "registration") {
    const what = `runner ${name} has a registration token, and registers itself`;
    return [{ what, fix: "write tokenType: authentication, and keep its token in SSM or Secrets Manager" }];
  }
  const { kind } = tokenLocation(runner);
  if (kind === "env") {
    return [{ what: `runner ${name}: ${token} is your shell's, and cannot be written from here`, fix }];
  }
  if (kind === "kubernetes") {
    const what = `runner ${name}: ${token} is a secret of yours in the cluster, and is not written from here`;
    return [{ what, fix }];
  }
  return [];
}

function notIdentifiableProblems(runner: Runner): readonly InputProblem[] {
  const { name, token, tokenType } = runner;
  const fix = "pause and resume it in GitLab, and name the other runners here";
  if (tokenType === "registration") {
    return [
      { what: `runner ${name} registers itself, and its token does not tell which it is in GitLab`, fix },
    ];
  }
  if (tokenLocation(runner).kind !== "kubernetes") return [];
  return [{ what: `runner ${name}: ${token} is a secret in the cluster, which is not read from here`, fix }];
}

function sharedTokenProblems(runners: readonly Runner[]): readonly InputProblem[] {
  const places = [...new Set(runners.map(({ token }) => token))];
  return places.flatMap((place) => {
    const here = runners.filter(({ token }) => token === place).map(({ name }) => name);
    const what = `runners ${here.join(", ")} share ${place}, and each runner in GitLab has a token of its own`;
    return here.length > 1 ? [{ what, fix: "give each a place of its own" }] : [];
  });
}

function tagProblems({ name, tags }: Runner): readonly InputProblem[] {
  const what = `runner ${name} has ${tags.length} tags, and GitLab takes ${gitlabApi.maxTags}`;
  return tags.length > gitlabApi.maxTags ? [{ what, fix: "leave some out" }] : [];
}
