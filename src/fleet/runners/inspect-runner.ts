/** The state of one runner: what its token store holds, whose token that is, and which runners in GitLab have its name. */
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
  /** Whether the whole stored text has the form of a runner's token. */
  readonly isToken: boolean;
  /** The runner that the stored token belongs to; undefined where GitLab does not accept it. */
  readonly holder?: GitLabRunner;
}

/** A self-managed GitLab may put its own prefix before `glrt-`. A text that contains a token, such as JSON, is none. */
const runnerToken = /^[\w.-]*glrt-[\w.-]+$/;

/** A text that is no runner's token is sent to nobody: it may be another secret. */
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

/** Finds runners by their description, among all that the token may list; lists them once. */
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
  /** Asked for only where the token is lost. */
  readonly owner: () => Promise<Owner>;
  readonly named: RunnersByDescription;
}

/** The runner by its token, or by its description where the token is lost. */
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
