/** What is so about one runner now: what its place holds, whose token that is, and which runners in GitLab bear its name. */
import type { Config, Runner } from "../../config";
import { readToken, type Kept, type Places } from "./token-store";
import type { GitLab } from "../../clients/gitlab/request";
import {
  getRunner,
  runnersIn,
  verifyToken,
  type GitLabRunner,
  type Target,
} from "../../clients/gitlab/runners";
import { Trouble } from "../../clients/gitlab/gitlab-error";
import { descriptionOf, isMarked, type Owner } from "./desired-settings";

export interface Observation {
  readonly kept: Kept;
  /** Whether what is kept has the form of a runner's token, from beginning to end. */
  readonly isToken: boolean;
  /** Whose token is kept; undefined where GitLab does not take it. */
  readonly holder?: GitLabRunner;
}

/** A GitLab of one's own may set a prefix of its own before this one. What has a token in it, such as JSON, is none. */
const runnerToken = /^[\w.-]*glrt-[\w.-]+$/;

/** What is no runner's token is asked of nobody: it may be somebody else's secret. */
export async function observe(gitlab: GitLab, runner: Runner, places: Places): Promise<Observation> {
  const kept = await readToken(runner, places);
  const { token } = kept;
  const isToken = token !== undefined && runnerToken.test(token);
  if (token === undefined || !isToken) return { kept, isToken };
  const id = await verifyToken(gitlab, token);
  return { kept, isToken, ...(id !== undefined && { holder: await getRunner(gitlab, id) }) };
}

/** All runners that a token may list, asked for once. */
export function listing(gitlab: GitLab, target: Target | undefined) {
  let found: ReturnType<typeof runnersIn> | undefined;
  return async (description: string): Promise<readonly GitLabRunner[]> => {
    found ??= runnersIn(gitlab, target);
    const named = (await found).filter((each) => each.description === description);
    return Promise.all(named.map(({ id }) => getRunner(gitlab, id)));
  };
}
export type Listing = ReturnType<typeof listing>;

export interface Search {
  readonly gitlab: GitLab;
  readonly config: Config;
  readonly places: Places;
  /** Asked for only where a token is lost. */
  readonly owner: () => Promise<Owner>;
  readonly named: Listing;
}

/** The runner by its token, or by its name where the token is lost. */
export async function findRunner(
  runner: Runner,
  search: Search,
): Promise<{ found: GitLabRunner; kept: Kept }> {
  const { gitlab, config, places, owner, named } = search;
  const { kept, isToken, holder } = await observe(gitlab, runner, places);
  if (holder !== undefined) return { found: holder, kept };
  if (kept.token !== undefined && !isToken) throw noToken(runner);
  const description = descriptionOf(config, runner);
  const whose = await owner();
  const [found, ...more] = (await named(description)).filter((each) => isMarked(each, whose));
  if (found === undefined) {
    throw new Trouble(
      `${runner.token} holds no token that GitLab takes, and no runner there is ${description} of this AWS account`,
      "`glrunner runners create` makes it; where it is in another group or project, name that with --group or --project",
    );
  }
  if (more.length > 0) {
    const ids = [found, ...more].map(({ id }) => id).join(", ");
    throw new Trouble(`GitLab has several runners ${description}: ${ids}`, "delete in GitLab all but one");
  }
  return { found, kept };
}

export function noToken({ token }: Pick<Runner, "token">): Trouble {
  return new Trouble(
    `${token} holds something that is no runner authentication token`,
    "look whose it is, and name another place or delete it",
  );
}
