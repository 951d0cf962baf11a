/** Reads the state of a runner: its token store, the owner of the token, and the runners in GitLab with its description. */
import type { Config, Runner } from "../../config";
import type { Environment } from "../../config/environment";
import { readToken, type StoredToken, type TokenStores } from "./token-store";
import type { GitLabConnection } from "../../clients/gitlab/request";
import {
  getRunner,
  runnersIn,
  verifyToken,
  type GitLabRunner,
  type RunnerTarget,
} from "../../clients/gitlab/runners";
import { GitLabRunnerError } from "../../clients/gitlab/gitlab-error";
import { descriptionOf, isOwnedBy, type Owner } from "./desired-settings";

/**
 * The connection of a command to the GitLab of a runner. It trusts the CA of the configuration. It ignores `proxy` in the
 * configuration, which is the proxy of pods: on this machine the environment sets the proxy.
 */
export function gitlabOf(
  { gitlabCa }: Pick<Config, "gitlabCa">,
  { gitlabUrl: url }: Pick<Runner, "gitlabUrl">,
  env: Environment,
  accessToken: string,
): GitLabConnection {
  return { url, accessToken, env, ...(gitlabCa?.pem !== undefined && { ca: gitlabCa.pem }) };
}

export interface Inspection {
  readonly stored: StoredToken;
  /** Whether the whole stored text has the form of a runner authentication token. */
  readonly isToken: boolean;
  /** The runner that the stored token belongs to; undefined if GitLab does not accept the token. */
  readonly holder?: GitLabRunner;
}

/** A self-managed GitLab may have its own prefix before `glrt-`. Text that only contains a token, such as JSON, does not match. */
const runnerToken = /^[\w.-]*glrt-[\w.-]+$/;

/** Sends the stored text to GitLab only if it has the form of a token, because it may be another secret. */
export async function inspectRunner(
  gitlab: GitLabConnection,
  runner: Runner,
  stores: TokenStores,
): Promise<Inspection> {
  const stored = await readToken(runner, stores);
  const { token } = stored;
  const isToken = token !== undefined && runnerToken.test(token);
  if (token === undefined || !isToken) return { stored, isToken };
  const id = await verifyToken(gitlab, token);
  return { stored, isToken, ...(id !== undefined && { holder: await getRunner(gitlab, id) }) };
}

/** Finds runners by their description among all runners of the target. Lists them once, at the first call. */
export function runnersByDescription(gitlab: GitLabConnection, target: RunnerTarget | undefined) {
  let found: ReturnType<typeof runnersIn> | undefined;
  return async (description: string): Promise<readonly GitLabRunner[]> => {
    found ??= runnersIn(gitlab, target);
    const named = (await found).filter((candidate) => candidate.description === description);
    return Promise.all(named.map(({ id }) => getRunner(gitlab, id)));
  };
}
export type RunnersByDescription = ReturnType<typeof runnersByDescription>;

export interface RunnerSearch {
  readonly gitlab: GitLabConnection;
  readonly config: Config;
  readonly stores: TokenStores;
  /** Called only if the token is lost. */
  readonly owner: () => Promise<Owner>;
  readonly named: RunnersByDescription;
}

/** Finds the runner by its token, or by its description if the token is lost. @throws GitLabRunnerError */
export async function findRunner(
  runner: Runner,
  search: RunnerSearch,
): Promise<{ found: GitLabRunner; stored: StoredToken }> {
  const { gitlab, config, stores, owner, named } = search;
  const { stored, isToken, holder } = await inspectRunner(gitlab, runner, stores);
  if (holder !== undefined) return { found: holder, stored };
  if (stored.token !== undefined && !isToken) throw notARunnerToken(runner);
  const description = descriptionOf(config, runner);
  const thisOwner = await owner();
  const [found, ...more] = (await named(description)).filter((candidate) => isOwnedBy(candidate, thisOwner));
  if (found === undefined) {
    throw new GitLabRunnerError(
      "runner-not-found",
      `${runner.token} holds no token that GitLab accepts, and GitLab has no runner ${description} of this AWS account`,
      "run `glrunner runners create`; if the runner is in another group or project, name that with --group or --project",
    );
  }
  if (more.length > 0) {
    const ids = [found, ...more].map(({ id }) => id).join(", ");
    throw new GitLabRunnerError(
      "runner-ambiguous",
      `GitLab has several runners ${description}: ${ids}`,
      "delete all but one of them in GitLab",
    );
  }
  return { found, stored };
}

export function notARunnerToken({ token }: Pick<Runner, "token">): GitLabRunnerError {
  return new GitLabRunnerError(
    "token-not-a-runners",
    `${token} holds a value that is no runner authentication token`,
    "set runners[].token to another parameter or secret, or delete this value",
  );
}
