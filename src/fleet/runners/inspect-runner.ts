/** What is so about one runner now: what its place holds, whose token that is, and which runners in GitLab bear its name. */
import type { Config, Runner } from "../../config";
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

export interface Inspection {
  readonly stored: StoredToken;
  /** Whether what is stored has the form of a runner's token, from beginning to end. */
  readonly isToken: boolean;
  /** Whose token is stored; undefined where GitLab does not take it. */
  readonly holder?: GitLabRunner;
}

/** A GitLab of one's own may set a prefix of its own before this one. What has a token in it, such as JSON, is none. */
const runnerToken = /^[\w.-]*glrt-[\w.-]+$/;

/** What is no runner's token is asked of nobody: it may be somebody else's secret. */
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

/** All runners that a token may list, asked for once. */
export function runnersByDescription(gitlab: GitLabConnection, target: RunnerTarget | undefined) {
  let found: ReturnType<typeof runnersIn> | undefined;
  return async (description: string): Promise<readonly GitLabRunner[]> => {
    found ??= runnersIn(gitlab, target);
    const named = (await found).filter((each) => each.description === description);
    return Promise.all(named.map(({ id }) => getRunner(gitlab, id)));
  };
}
export type RunnersByDescription = ReturnType<typeof runnersByDescription>;

export interface RunnerSearch {
  readonly gitlab: GitLabConnection;
  readonly config: Config;
  readonly stores: TokenStores;
  /** Asked for only where a token is lost. */
  readonly owner: () => Promise<Owner>;
  readonly named: RunnersByDescription;
}

/** The runner by its token, or by its name where the token is lost. */
export async function findRunner(
  runner: Runner,
  search: RunnerSearch,
): Promise<{ found: GitLabRunner; stored: StoredToken }> {
  const { gitlab, config, stores, owner, named } = search;
  const { stored, isToken, holder } = await inspectRunner(gitlab, runner, stores);
  if (holder !== undefined) return { found: holder, stored };
  if (stored.token !== undefined && !isToken) throw notARunnerToken(runner);
  const description = descriptionOf(config, runner);
  const whose = await owner();
  const [found, ...more] = (await named(description)).filter((each) => isOwnedBy(each, whose));
  if (found === undefined) {
    throw new GitLabRunnerError(
      `${runner.token} holds no token that GitLab takes, and no runner there is ${description} of this AWS account`,
      "`glrunner runners create` makes it; where it is in another group or project, name that with --group or --project",
    );
  }
  if (more.length > 0) {
    const ids = [found, ...more].map(({ id }) => id).join(", ");
    throw new GitLabRunnerError(
      `GitLab has several runners ${description}: ${ids}`,
      "delete in GitLab all but one",
    );
  }
  return { found, stored };
}

export function notARunnerToken({ token }: Pick<Runner, "token">): GitLabRunnerError {
  return new GitLabRunnerError(
    `${token} holds something that is no runner authentication token`,
    "look whose it is, and name another place or delete it",
  );
}
