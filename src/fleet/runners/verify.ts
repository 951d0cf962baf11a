/** `runners verify`: whether each runner's token is taken, and whether GitLab has of it what the configuration says. */
import type { Runner } from "../../config";
import { problemOf, rowOf } from "./outcome";
import { notARunnerToken, inspectRunner } from "./inspect-runner";
import { tokenLocation, type TokenStores } from "./token-store";
import type { GitLabConnection } from "../../clients/gitlab/request";
import { onlineManagers } from "../../clients/gitlab/runners";
import { GitLabRunnerError } from "../../clients/gitlab/gitlab-error";
import { differences, isMadeByGlrunner, type SettingDifference } from "./desired-settings";

export interface VerifiedRunner {
  readonly name: string;
  readonly place: string;
  /** `unknown`: it cannot be found out from here. */
  readonly verdict: "ok" | "different" | "wrong" | "unknown";
  readonly id?: number;
  readonly description?: string;
  readonly differences?: readonly SettingDifference[];
  readonly paused?: boolean;
  /** Managers that GitLab heard of in the last two hours. */
  readonly managersOnline?: number;
  readonly message?: string;
  readonly fix?: string;
}

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
    const message = "a registration token belongs to no runner, and GitLab tells nothing of it";
    return {
      verdict: "unknown",
      message,
      fix: "write tokenType: authentication, and make the runner in GitLab",
    };
  }
  const { kind, name } = tokenLocation(runner);
  if (kind === "kubernetes") {
    const message = `the token is in the cluster's secret ${name}, which is not read from here`;
    return { verdict: "unknown", message, fix: "keep it in SSM or Secrets Manager" };
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
      message: "GitLab has it otherwise than the configuration",
      fix:
        kind === "env" || !isMadeByGlrunner(holder)
          ? `change runner ${id} in GitLab, or the configuration`
          : `\`glrunner runners create ${runner.name}\` with the runner's group or project brings GitLab in line`,
    }),
  };
}

function nothingStored({ name, token }: Runner, isEnv: boolean): GitLabRunnerError {
  return isEnv
    ? new GitLabRunnerError(`${token} is not set`, "export it with the token that GitLab showed")
    : new GitLabRunnerError(
        `${token} holds no token`,
        `\`glrunner runners create ${name}\` with the runner's group or project`,
      );
}

function notAccepted({ name, token }: Runner, isEnv: boolean): GitLabRunnerError {
  const message = `GitLab does not take the token in ${token}: its runner was deleted, or has another token now`;
  return new GitLabRunnerError(
    message,
    isEnv
      ? "export the token that the runner has now, or make another runner"
      : `\`glrunner runners rotate ${name}\`, or \`glrunner runners create ${name}\` where the runner is gone`,
  );
}
