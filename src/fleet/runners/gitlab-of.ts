/** The connection of a command to the GitLab of a runner. */
import type { GitLabConnection } from "../../clients/gitlab/request";
import type { Config, Runner } from "../../config";
import type { Environment } from "../../config/environment";

/**
 * It trusts the CA of the configuration. `proxy` in the configuration is the way of pods: on this machine, the
 * environment says which proxy there is, if any.
 */
export function gitlabOf(
  { gitlabCa }: Pick<Config, "gitlabCa">,
  { gitlabUrl: url }: Pick<Runner, "gitlabUrl">,
  env: Environment,
  accessToken: string,
): GitLabConnection {
  return { url, accessToken, env, ...(gitlabCa?.pem !== undefined && { ca: gitlabCa.pem }) };
}
