/** `runners verify`: checks whether GitLab accepts the token of each runner, and whether its settings match the configuration. */
import type { Runner } from "../../config";
import { problemOf, rowOf } from "./outcome";
import { notARunnerToken, inspectRunner } from "./inspect-runner";
import { tokenLocation, type TokenStores } from "./token-store";
import type { GitLabConnection } from "../../clients/gitlab/request";
import { onlineManagers } from "../../clients/gitlab/runners";
import { GitLabRunnerError, type RunnerErrorCode } from "../../clients/gitlab/gitlab-error";
import { differences, isMadeByGlrunner, type SettingDifference } from "./desired-settings";

export interface VerifiedRunner {
  readonly name: string;
  readonly place: string;
  /** `unknown`: this command cannot check the runner. */
  readonly verdict: "ok" | "different" | "wrong" | "unknown";
  readonly id?: number;
  readonly description?: string;
  readonly differences?: readonly SettingDifference[];
  readonly paused?: boolean;
  /** Managers that contacted GitLab in the last two hours. */
  readonly managersOnline?: number;
  /** Stable; only with a message that is an error. */
  readonly code?: RunnerErrorCode;
  readonly message?: string;
  readonly fix?: string;
}

/** Never throws: the row of a runner has its error. */
export async function verifyRunners(
  gitlab: GitLabConnection,
  runners: readonly Runner[],
  stores: TokenStores,
): Promise<readonly VerifiedRunner[]> {
  const rows: VerifiedRunner[] = [];
  for (const runner of runners) {
    const row = rowOf(runner);
    try {
      rows.push({ ...row, ...(await verifyOne(gitlab, runner, stores)) });
    } catch (error) {
      rows.push({ ...row, verdict: "wrong", ...problemOf(error) });
    }
  }
  return rows;
}

async function verifyOne(
  gitlab: GitLabConnection,
  runner: Runner,
  stores: TokenStores,
): Promise<Omit<VerifiedRunner, "name" | "place">> {
  if (runner.tokenType === "registration") {
    const message = "GitLab reports nothing about a registration token";
    return {
      verdict: "unknown",
      message,
      fix: "set tokenType: authentication, and create the runner in GitLab",
    };
  }
  const { kind, name } = tokenLocation(runner);
  if (kind === "kubernetes") {
    const message = `the token is in the secret ${name} of the cluster, which this command does not read`;
    return { verdict: "unknown", message, fix: "store it in SSM or Secrets Manager" };
  }
  const { stored, isToken, holder } = await inspectRunner(gitlab, runner, stores);
  if (stored.token === undefined) throw nothingStored(runner, kind === "env");
  if (!isToken) throw notARunnerToken(runner);
  if (holder === undefined) throw notAccepted(runner, kind === "env");
  const { id, description, paused } = holder;
  const found = differences(runner, holder);
  return {
    verdict: found.length === 0 ? "ok" : "different",
    ...{ id, description, differences: found, paused },
    managersOnline: await onlineManagers(gitlab, id),
    ...(found.length > 0 && {
      message: "its settings in GitLab differ from the configuration",
      fix:
        kind === "env" || !isMadeByGlrunner(holder)
          ? `change runner ${id} in GitLab, or change the configuration`
          : `run \`glrunner runners create ${runner.name}\` with the runner's --group or --project`,
    }),
  };
}

function nothingStored({ name, token }: Runner, isEnv: boolean): GitLabRunnerError {
  return isEnv
    ? new GitLabRunnerError(
        "token-missing",
        `${token} is not set`,
        "export it with the token that GitLab showed",
      )
    : new GitLabRunnerError(
        "token-missing",
        `${token} holds no token`,
        `run \`glrunner runners create ${name}\` with the runner's --group or --project`,
      );
}

function notAccepted({ name, token }: Runner, isEnv: boolean): GitLabRunnerError {
  const message = `GitLab does not accept the token in ${token}: its runner was deleted or has another token`;
  return new GitLabRunnerError(
    "token-not-accepted",
    message,
    isEnv
      ? "export the runner's current token, or create another runner"
      : `run \`glrunner runners rotate ${name}\`; if the runner was deleted, \`glrunner runners create ${name}\``,
  );
}
