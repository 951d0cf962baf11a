import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import {
  createRunner,
  findTarget,
  getRunner,
  runnersIn,
  verifyToken,
} from "../../../src/clients/gitlab/runners";
import { GitLabRunnerError } from "../../../src/clients/gitlab/gitlab-error";
import { withGitLab, type AccessToken, type GitLabServer } from "../../support/gitlab-server";

const scoped = (...scopes: AccessToken["scopes"]): AccessToken => ({ scopes, role: "owner" });
const tokens = {
  "glpat-all": scoped("api"),
  "glpat-split": scoped("create_runner", "manage_runner", "read_api"),
  "glpat-creates": scoped("create_runner"),
  "glpat-manages": scoped("manage_runner"),
  "glpat-old": { ...scoped("api"), expired: true },
  "glpat-maintainer": { ...scoped("api"), role: "maintainer" },
  "glpat-developer": { ...scoped("api"), role: "developer" },
} as const satisfies Readonly<Record<string, AccessToken>>;

type Who = "all" | "split" | "creates" | "manages" | "old" | "maintainer" | "developer" | "nobody";
const as = ({ url }: GitLabServer, who: Who = "all") => ({
  ...{ url, accessToken: `glpat-${who}`, pauseMilliseconds: 1, timeoutMilliseconds: 200 },
});

async function trouble(asked: Promise<unknown>): Promise<GitLabRunnerError> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof GitLabRunnerError) return error;
  throw new Error("it was answered", { cause: error });
}

const into = { type: "group_type", id: 7, name: "group acme" } as const;
const draft = { target: into, description: "d", note: "n", settings: { tags: ["a"], runUntagged: false } };

describe("who asks", () => {
  it("needs the scopes that are named, and no more", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const { id } = await createRunner(as(gitlab, "creates"), draft);
      expect((await getRunner(as(gitlab, "manages"), id)).settings.tags).toEqual(["a"]);
      const lists = await trouble(runnersIn(as(gitlab, "manages"), into));
      expect(lists.message).toBe(
        "the token in GITLAB_TOKEN has no scope for the list of runners of group acme",
      );
      expect(lists.fix).toBe("make one with the scopes create_runner, manage_runner and read_api, or api");
      expect((await trouble(getRunner(as(gitlab, "creates"), id))).message).toContain(
        "has no scope for runner 41",
      );
      expect(await runnersIn(as(gitlab, "split"), into)).toHaveLength(1);
    });
  });

  it("needs a token that has not ended, and a role", async () => {
    await withGitLab(tokens, async (gitlab) => {
      expect((await trouble(getRunner(as(gitlab, "old"), 1))).message).toBe(
        "GitLab does not accept the token in GITLAB_TOKEN: Token is expired. You can either do re-authorization or token refresh.",
      );
      expect((await trouble(getRunner(as(gitlab, "nobody"), 1))).message).toContain("401 Unauthorized");
      const maintainer = await trouble(createRunner(as(gitlab, "maintainer"), draft));
      expect(maintainer.message).toBe(
        "GitLab refuses a new runner in group acme: 403 Forbidden - Insufficient permissions",
      );
      expect(maintainer.fix).toContain("take the token of an Owner of the group or project");
      const instance = { ...draft, target: { type: "instance_type", name: "the whole instance" } } as const;
      expect((await trouble(createRunner(as(gitlab), instance))).message).toContain(
        "Insufficient permissions",
      );
      expect((await trouble(runnersIn(as(gitlab, "developer"), into))).message).toContain(
        "GitLab refuses the list",
      );
    });
  });
});

describe("what GitLab refuses", () => {
  it.each([
    [
      { tags: [], runUntagged: false },
      "Tags list can not be empty when runner is not allowed to pick untagged jobs",
    ],
    [
      { tags: Array.from({ length: 51 }, (_, index) => `t${index}`) },
      "Please limit the number of tags to 50",
    ],
    [{ maximumTimeoutSeconds: 599 }, "Maximum timeout needs to be at least 10 minutes"],
  ])("%j is told in its own words", async (settings, words) => {
    await withGitLab(tokens, async (gitlab) => {
      const { message } = await trouble(createRunner(as(gitlab), { ...draft, settings }));
      expect(message).toContain("GitLab refuses a new runner in group acme: 400 Bad request - ");
      expect(message).toContain(words);
      expect(gitlab.runners.size).toBe(0);
    });
  });

  it("what does not exist is named", async () => {
    await withGitLab(tokens, async (gitlab) => {
      expect(await findTarget(as(gitlab), "group", "acme/platform")).toEqual({
        ...{ type: "group_type", id: 7, name: "group acme/platform" },
      });
      expect((await trouble(findTarget(as(gitlab), "project", "acme/none"))).message).toBe(
        "GitLab does not know project acme/none, or hides it from this token",
      );
      expect((await trouble(getRunner(as(gitlab), 99))).message).toContain("GitLab does not know runner 99");
    });
  });

  it("a token is invalid only by GitLab's own word", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const { id, token } = gitlab.add({});
      expect(await verifyToken(as(gitlab, "nobody"), token)).toBe(id);
      expect(await verifyToken(as(gitlab), "glrt-none")).toBeUndefined();
      gitlab.inject({ fits: /verify/, answer: { status: 403, body: "<html>blocked by a firewall</html>" } });
      expect((await trouble(verifyToken(as(gitlab), token))).message).toContain("blocked by a firewall");
    });
  });
});

describe("what passes", () => {
  it("is waited for: too many requests, of a new runner too", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const answer = { status: 429, body: "Retry later\n", headers: { "Retry-After": "0" } };
      gitlab.inject({ fits: /./, answer, times: 3 });
      await createRunner(as(gitlab), draft);
      expect([gitlab.asked.length, gitlab.runners.size]).toEqual([4, 1]);
    });
  });

  it("is not waited for beyond a minute, nor for ever", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const answer = { status: 429, body: "Retry later\n", headers: { "Retry-After": "3600" } };
      gitlab.inject({ fits: /./, answer });
      expect((await trouble(getRunner(as(gitlab), 1))).fix).toBe("try again in 3600 seconds");
      expect(gitlab.asked).toHaveLength(1);
      gitlab.inject({ fits: /./, answer: { status: 500, body: "x" }, times: 99 });
      expect((await trouble(getRunner(as(gitlab), 1))).message).toBe("GitLab failed at runner 1: 500 x");
      expect(gitlab.asked).toHaveLength(5);
    });
  });

  it("is tried again: failures and silence, but never of what would be done twice", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const { id } = gitlab.add({});
      gitlab.inject({ fits: /./, answer: { status: 502, body: "<html>" } });
      gitlab.inject({ fits: /./, answer: "silence" });
      expect((await getRunner(as(gitlab), id)).id).toBe(id);
      expect(gitlab.asked).toHaveLength(3);
      gitlab.inject({ fits: /./, answer: "silence", after: true });
      const { message, maybeDone: unsure } = await trouble(createRunner(as(gitlab), draft));
      expect([message, unsure]).toEqual([`GitLab at ${gitlab.url} gave no answer (TimeoutError)`, true]);
      expect(gitlab.runners.size).toBe(2);
    });
  });

  it("nobody who listens is told, with the way out", async () => {
    let url = "";
    await withGitLab(tokens, (gitlab) => {
      ({ url } = gitlab);
      return Promise.resolve();
    });
    const gone = { url, accessToken: "glpat-all", pauseMilliseconds: 1 };
    const { message, fix } = await trouble(getRunner(gone, 1));
    expect(message).toBe(`GitLab at ${url} gave no answer (ECONNREFUSED)`);
    expect(fix).toContain("NODE_USE_ENV_PROXY=1");
  });
});

describe("a token", () => {
  it("follows no redirect", async () => {
    await withGitLab(tokens, async (elsewhere) => {
      await withGitLab(tokens, async (gitlab) => {
        const headers = { Location: `${elsewhere.url}/api/v4/runners/1` };
        gitlab.inject({ fits: /./, answer: { status: 301, headers } });
        expect((await trouble(getRunner(as(gitlab), 1))).message).toBe(
          `${gitlab.url} answers with a redirect to ${elsewhere.url}/api/v4/runners/1, which no token follows`,
        );
      });
      expect(elsewhere.asked).toEqual([]);
    });
  });

  it("is in no error, however much GitLab says again", async () => {
    await withGitLab({ "secret-of-acme-42": scoped("api") }, async (gitlab) => {
      const asker = { ...as(gitlab), accessToken: "secret-of-acme-42" };
      for (const status of [400, 401, 403, 404, 409, 418, 422, 500]) {
        const body = { message: "PRIVATE-TOKEN: secret-of-acme-42, token: own-glrt-canary0123456789" };
        // As often as it is asked.
        gitlab.inject({ fits: /./, answer: { status, body }, times: status < 500 ? 1 : 4 });
        const { message, fix } = await trouble(verifyToken(asker, "own-glrt-canary0123456789"));
        expect(message + fix).not.toMatch(/secret-of-acme|canary/);
      }
      expect(gitlab.asked).toHaveLength(11);
    });
  });

  it("is not in what is said of an answer of another form", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const body = { id: "41", token: "glrt-canary0123456789" };
      gitlab.inject({ fits: /./, answer: { status: 201, body } });
      const { message, fix } = await trouble(createRunner(as(gitlab), draft));
      expect(message).toBe(
        "GitLab's answer about a new runner in group acme has another form than expected: id",
      );
      expect(fix).toBe("look whether gitlabUrl is the address of a GitLab, 16.0 or newer");
      gitlab.inject({ fits: /./, answer: { status: 200, body: "<html>glrt-canary0123456789</html>" } });
      expect((await trouble(getRunner(as(gitlab), 1))).message).toContain("expected: the whole of it");
    });
  });
});

it("an address may have a path of its own", async () => {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  await trouble(getRunner({ url: `http://127.0.0.1:${port}/git/`, accessToken: "glpat-all" }, 1));
  server.close();
  server.closeAllConnections();
  expect(paths).toEqual(["/git/api/v4/runners/1"]);
});
