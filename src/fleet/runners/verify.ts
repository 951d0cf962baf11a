/** `runners verify`: whether each runner's token is taken, and whether GitLab has of it what the configuration says. */
import type { Runner } from "../../config";
import { failed, rowOf } from "./outcome";
import { noToken, observe } from "./inspect-runner";
import { placeOfToken, type Places } from "./token-store";
import type { GitLab } from "../../clients/gitlab/request";
import { onlineManagers } from "../../clients/gitlab/runners";
import { Trouble } from "../../clients/gitlab/gitlab-error";
import { differences, isMade, type Difference } from "./desired-settings";

export interface Verified {
  readonly name: string;
  readonly place: string;
  /** `unknown`: it cannot be found out from here. */
  readonly verdict: "ok" | "different" | "wrong" | "unknown";
  readonly id?: number;
  readonly description?: string;
  readonly differences?: readonly Difference[];
  readonly paused?: boolean;
  /** Managers that GitLab heard of in the last two hours. */
  readonly managersOnline?: number;
  readonly message?: string;
  readonly fix?: string;
}

export async function verify(
  gitlab: GitLab,
  runners: readonly Runner[],
  places: Places,
): Promise<readonly Verified[]> {
  const rows: Verified[] = [];
  for (const runner of runners) {
    const row = rowOf(runner);
    try {
      rows.push({ ...row, ...(await one(gitlab, runner, places)) });
    } catch (error) {
      rows.push({ ...row, verdict: "wrong", ...failed(error) });
    }
  }
  return rows;
}

async function one(
  gitlab: GitLab,
  runner: Runner,
  places: Places,
): Promise<Omit<Verified, "name" | "place">> {
  if (runner.tokenType === "registration") {
    const message = "a registration token belongs to no runner, and GitLab tells nothing of it";
    return {
      verdict: "unknown",
      message,
      fix: "write tokenType: authentication, and make the runner in GitLab",
    };
  }
  const { kind, name } = placeOfToken(runner);
  if (kind === "kubernetes") {
    const message = `the token is in the cluster's secret ${name}, which is not read from here`;
    return { verdict: "unknown", message, fix: "keep it in SSM or Secrets Manager" };
  }
  const { kept, isToken, holder } = await observe(gitlab, runner, places);
  if (kept.token === undefined) throw nothingKept(runner, kind === "env");
  if (!isToken) throw noToken(runner);
  if (holder === undefined) throw notTaken(runner, kind === "env");
  const { id, description, paused } = holder;
  const found = differences(runner, holder);
  return {
    verdict: found.length === 0 ? "ok" : "different",
    ...{ id, description, differences: found, paused },
    managersOnline: await onlineManagers(gitlab, id),
    ...(found.length > 0 && {
      message: "GitLab has it otherwise than the configuration",
      fix:
        kind === "env" || !isMade(holder)
          ? `change runner ${id} in GitLab, or the configuration`
          : `\`glrunner runners create ${runner.name}\` with the runner's group or project brings GitLab in line`,
    }),
  };
}

function nothingKept({ name, token }: Runner, isEnv: boolean): Trouble {
  return isEnv
    ? new Trouble(`${token} is not set`, "export it with the token that GitLab showed")
    : new Trouble(
        `${token} holds no token`,
        `\`glrunner runners create ${name}\` with the runner's group or project`,
      );
}

function notTaken({ name, token }: Runner, isEnv: boolean): Trouble {
  const message = `GitLab does not take the token in ${token}: its runner was deleted, or has another token now`;
  return new Trouble(
    message,
    isEnv
      ? "export the token that the runner has now, or make another runner"
      : `\`glrunner runners rotate ${name}\`, or \`glrunner runners create ${name}\` where the runner is gone`,
  );
}
