/** The connections of `glrunner runners` to GitLab and to the token stores in AWS. */
import { awsAccess, callerIdentity } from "../../../clients/aws/aws-access";
import { awsContext } from "../../../clients/aws/aws-client";
import type { Config, Runner } from "../../../config";
import { ownerTags } from "../../../config/resource-names";
import {
  gitlabOf,
  GitLabRunnerError,
  inputProblems,
  selectedRunners,
  type GitLabConnection,
  type InputProblem,
  type Owner,
  type TokenStores,
} from "../../../fleet/runners";
import { fail, type ConfigOption } from "../../context/command-context";
import { load } from "../../context/load-config";
import type { CommandCall } from "../../definition/command";
import { exitCodes, type ExitCode } from "../../exit-codes";

interface Session {
  readonly config: Config;
  readonly runners: readonly Runner[];
  readonly gitlab: GitLabConnection;
  readonly stores: TokenStores;
  readonly owner: () => Promise<Owner>;
}

/** Checks the input, then opens the connections that a command needs. @param to what the command does with tokens */
export async function inSession(
  call: CommandCall<ConfigOption>,
  to: Parameters<typeof inputProblems>[0]["to"],
  use: (session: Session) => Promise<ExitCode>,
): Promise<ExitCode> {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const { env, positionals: names } = call;
  const accessToken = env.GITLAB_TOKEN;
  const problems = inputProblems({ config, names, accessToken, to });
  const runners = selectedRunners({ config, names });
  const [first] = runners;
  if (problems.length > 0 || first === undefined || accessToken === undefined)
    return refuseInput(call, problems);
  const { name: cluster, region } = config;
  try {
    return await use({
      ...{ config, runners, owner: ownerOf(cluster, region, env) },
      gitlab: gitlabOf(config, first, env, accessToken),
      stores: storesOf(config, env),
    });
  } catch (error) {
    if (!(error instanceof GitLabRunnerError)) throw error;
    return fail(call, { code: error.code, message: error.message, fix: error.fix });
  }
}

function storesOf({ name, region, versions }: Config, env: NodeJS.ProcessEnv): TokenStores {
  const fresh = () => awsContext(awsAccess(region, env));
  let context = fresh();
  const renew = () => {
    context = fresh();
  };
  return { env, aws: () => context, renew, tags: ownerTags(name, versions.set) };
}

function refuseInput(call: CommandCall, found: readonly InputProblem[]): ExitCode {
  for (const { code, what, fix } of found) call.terminal.err(`glrunner: ${what} [${code}]\n  fix: ${fix}\n`);
  const problems = found.map(({ what, ...rest }) => ({ message: what, ...rest }));
  const message = problems.map((each) => each.message).join("; ");
  return fail(call, { code: "runners-refused", message, details: { problems }, isPrinted: true });
}

/** Identifies this cluster in the runners that it creates. Asks AWS for the account at most once. */
function ownerOf(cluster: string, region: string, env: NodeJS.ProcessEnv): () => Promise<Owner> {
  let asked: Promise<string | undefined> | undefined;
  return async () => {
    const [, , , , account = ""] = (await (asked ??= callerIdentity(region, env)))?.split(":") ?? [];
    if (account !== "") return { cluster, region, account };
    throw new GitLabRunnerError(
      "aws-account-unknown",
      "AWS did not return the account of the current credentials",
      "run `glrunner check`, which names the reason",
    );
  };
}
