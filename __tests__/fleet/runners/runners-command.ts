/** Runs `glrunner runners` in a test, against a GitLab and token stores on loopback. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { clock } from "../../../src/clients/gitlab/request";
import { run } from "../../../src/cli";
import { sample } from "../../config/samples";
import { withGitLab, type AccessToken, type GitLabServer } from "../../support/gitlab-server";
import { withFakeTokenStores, type FakeTokenStores } from "./token-stores";

const owner = "glpat-owner-canary_0123456789";
const owners = { scopes: ["create_runner", "manage_runner", "read_api"], role: "owner" } as const;

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

interface RunnersCommand {
  readonly gitlab: GitLabServer;
  readonly stores: FakeTokenStores;
  readonly glrunner: (args: readonly string[], options?: RunOptions) => Promise<Ran>;
}

interface RunOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Answers of the user. @default not interactive */
  readonly answers?: (string | (() => string))[];
}

export interface RunnersCommandProps {
  readonly runners: readonly Readonly<Record<string, unknown>>[];
  readonly access?: Readonly<Record<string, AccessToken>>;
  readonly change?: Readonly<Record<string, unknown>>;
}

const answerOf = (answer: string | (() => string) = "") => (typeof answer === "string" ? answer : answer());

// No test waits before a retry.
vi.spyOn(clock, "pause").mockResolvedValue(undefined);

/** Runs the test, and checks that no output contains a token of the user or of a runner. */
export async function withRunnersCommand(
  { runners, access = {}, change = {} }: RunnersCommandProps,
  use: (command: RunnersCommand) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "glr-"));
  const tokens = { [owner]: owners, ...access };
  const all: Ran[] = [];
  try {
    await withGitLab(tokens, (gitlab) =>
      withFakeTokenStores(async (stores) => {
        const config = join(folder, "glrunner.yaml");
        const here = runners.map((runner) => ({ gitlabUrl: gitlab.url, ...runner }));
        writeFileSync(config, JSON.stringify(sample({ ...change, runners: here })));
        const base = {
          ...{ HOME: folder, GITLAB_TOKEN: owner, AWS_ENDPOINT_URL: stores.url },
          ...{ AWS_ACCESS_KEY_ID: "any", AWS_SECRET_ACCESS_KEY: "any" },
        };
        const glrunner: RunnersCommand["glrunner"] = async (args, { env = {}, answers } = {}) => {
          const said: { out: string[]; err: string[] } = { out: [], err: [] };
          const code = await run(
            ["runners", ...args, "--config", config],
            { ...base, ...env },
            {
              out: (text) => said.out.push(text),
              err: (text) => said.err.push(text),
              interactive: false,
              ...(answers !== undefined && { ask: () => Promise.resolve(answerOf(answers.shift())) }),
            },
          );
          const ran = { code, out: said.out.join(""), err: said.err.join("") };
          all.push(ran);
          return ran;
        };
        await use({ gitlab, stores, glrunner });
        const shown = JSON.stringify(all);
        const secrets = [...Object.keys(tokens), ...gitlab.tokens].filter((token) => shown.includes(token));
        expect(secrets).toEqual([]);
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
