import { createServer, type Server } from "node:http";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  createRunner,
  findTarget,
  getRunner,
  runnersIn,
  verifyToken,
} from "../../../src/clients/gitlab/runners";
import { GitLabRunnerError } from "../../../src/clients/gitlab/gitlab-error";
import { gitlabClientLimits } from "../../../src/clients/gitlab/api";
import { clock } from "../../../src/clients/gitlab/request";
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
  ...{ url, accessToken: `glpat-${who}`, timeoutMilliseconds: 200, env: {} },
});

const pause = vi.spyOn(clock, "pause");
beforeEach(() => {
  pause.mockReset().mockResolvedValue(undefined);
});

async function errorOf(asked: Promise<unknown>): Promise<GitLabRunnerError> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof GitLabRunnerError) return error;
  throw new Error("it was answered", { cause: error });
}

const into = { type: "group_type", id: 7, name: "group acme" } as const;
const draft = { target: into, description: "d", note: "n", settings: { tags: ["a"], runUntagged: false } };

describe("an access token", () => {
  it("needs only the scopes that the error names", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const { id } = await createRunner(as(gitlab, "creates"), draft);
      expect((await getRunner(as(gitlab, "manages"), id)).settings.tags).toEqual(["a"]);
      const lists = await errorOf(runnersIn(as(gitlab, "manages"), into));
      expect(lists.code).toBe("gitlab-scope-missing");
      expect(lists.message).toContain("the list of runners of group acme");
      expect(lists.fix).toContain("create_runner, manage_runner and read_api, or api");
      expect((await errorOf(getRunner(as(gitlab, "creates"), id))).code).toBe("gitlab-scope-missing");
      expect(await runnersIn(as(gitlab, "split"), into)).toHaveLength(1);
    });
  });

  it("must be valid, and its user needs a role", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const expired = await errorOf(getRunner(as(gitlab, "old"), 1));
      expect(expired.code).toBe("gitlab-token-refused");
      expect(expired.message).toContain("Token is expired");
      expect((await errorOf(getRunner(as(gitlab, "nobody"), 1))).message).toContain("401 Unauthorized");
      const maintainer = await errorOf(createRunner(as(gitlab, "maintainer"), draft));
      expect(maintainer.code).toBe("gitlab-forbidden");
      expect(maintainer.message).toContain("group acme: 403 Forbidden - Insufficient permissions");
      expect(maintainer.fix).toContain("an Owner of the group or project");
      const instance = { ...draft, target: { type: "instance_type", name: "the whole instance" } } as const;
      expect((await errorOf(createRunner(as(gitlab), instance))).message).toContain(
        "Insufficient permissions",
      );
      expect((await errorOf(runnersIn(as(gitlab, "developer"), into))).message).toContain(
        "GitLab refuses the list",
      );
    });
  });
});

describe("a refused call", () => {
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
  ])("reports GitLab's own message about %j", async (settings, words) => {
    await withGitLab(tokens, async (gitlab) => {
      const { message } = await errorOf(createRunner(as(gitlab), { ...draft, settings }));
      expect(message).toContain("GitLab refuses a new runner in group acme: 400 Bad request - ");
      expect(message).toContain(words);
      expect(gitlab.runners.size).toBe(0);
    });
  });

  it("names what GitLab does not find", async () => {
    await withGitLab(tokens, async (gitlab) => {
      expect(await findTarget(as(gitlab), "group", "acme/platform")).toEqual({
        ...{ type: "group_type", id: 7, name: "group acme/platform" },
      });
      const { code, message } = await errorOf(findTarget(as(gitlab), "project", "acme/none"));
      expect(code).toBe("gitlab-not-found");
      expect(message).toContain("project acme/none");
      expect((await errorOf(getRunner(as(gitlab), 99))).code).toBe("gitlab-not-found");
    });
  });

  it("reports an invalid runner token only if GitLab itself says so", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const { id, token } = gitlab.add({});
      expect(await verifyToken(as(gitlab, "nobody"), token)).toBe(id);
      expect(await verifyToken(as(gitlab), "glrt-none")).toBeUndefined();
      gitlab.inject({ fits: /verify/, answer: { status: 403, body: "<html>blocked by a firewall</html>" } });
      expect((await errorOf(verifyToken(as(gitlab), token))).message).toContain("blocked by a firewall");
    });
  });
});

describe("a temporary failure", () => {
  it("is retried after too many requests, even when creating a runner", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const answer = { status: 429, body: "Retry later\n", headers: { "Retry-After": "0" } };
      gitlab.inject({ fits: /./, answer, times: 3 });
      await createRunner(as(gitlab), draft);
      expect([gitlab.asked.length, gitlab.runners.size]).toEqual([4, 1]);
    });
  });

  it("is not retried if the pause exceeds a minute, nor after four attempts", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const answer = { status: 429, body: "Retry later\n", headers: { "Retry-After": "3600" } };
      gitlab.inject({ fits: /./, answer });
      expect((await errorOf(getRunner(as(gitlab), 1))).fix).toContain("in 3600 seconds");
      expect(gitlab.asked).toHaveLength(1);
      gitlab.inject({ fits: /./, answer: { status: 500, body: "x" }, times: 99 });
      const { code, message } = await errorOf(getRunner(as(gitlab), 1));
      expect([code, message]).toEqual(["gitlab-failed", expect.stringContaining("runner 1: 500 x")]);
      expect(gitlab.asked).toHaveLength(5);
    });
  });

  it("is retried after errors and without an answer, unless that could create a second runner", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const { id } = gitlab.add({});
      gitlab.inject({ fits: /./, answer: { status: 502, body: "<html>" } });
      gitlab.inject({ fits: /./, answer: "silence" });
      expect((await getRunner(as(gitlab), id)).id).toBe(id);
      expect(gitlab.asked).toHaveLength(3);
      gitlab.inject({ fits: /./, answer: "silence", after: true });
      const { code, maybeDone } = await errorOf(createRunner(as(gitlab), draft));
      expect([code, maybeDone]).toEqual(["gitlab-unreachable", true]);
      expect(gitlab.runners.size).toBe(2);
    });
  });

  it("is reported with its fix if the connection is refused", async () => {
    let url = "";
    await withGitLab(tokens, (gitlab) => {
      ({ url } = gitlab);
      return Promise.resolve();
    });
    const gone = { url, accessToken: "glpat-all", env: {} };
    const { code, message, fix } = await errorOf(getRunner(gone, 1));
    expect(code).toBe("gitlab-unreachable");
    expect(message).toContain(`${url} did not answer (ECONNREFUSED)`);
    expect(fix).toContain("HTTPS_PROXY");
  });
});

describe("limits of a call", () => {
  it("double each pause, and respect a longer Retry-After", async () => {
    await withGitLab(tokens, async (gitlab) => {
      gitlab.inject({ fits: /./, answer: { status: 500, body: "x" }, times: 4 });
      await errorOf(getRunner(as(gitlab), 1));
      expect(pause.mock.calls.flat()).toEqual([200, 400, 800]);
      pause.mockClear();
      gitlab.inject({ fits: /./, answer: { status: 429, headers: { "Retry-After": "60" } } });
      await errorOf(getRunner(as(gitlab), 1));
      expect(pause.mock.calls.flat()).toEqual([60_000]);
    });
  });

  it.each(["61", "9".repeat(400)])("fail at a Retry-After of %s", async (seconds) => {
    await withGitLab(tokens, async (gitlab) => {
      gitlab.inject({ fits: /./, answer: { status: 429, headers: { "Retry-After": seconds } } });
      const { code, fix } = await errorOf(getRunner(as(gitlab), 1));
      expect([code, pause.mock.calls, gitlab.asked.length]).toEqual(["gitlab-rate-limited", [], 1]);
      expect(fix).not.toMatch(/Infinity|e\+/);
    });
  });

  it("stop receiving an answer that is too large", async () => {
    let sent = 0;
    const server = createServer((_, response) => {
      response.on("error", () => undefined);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(64 * 1024))) sent += 64 * 1024;
      };
      response.on("drain", more);
      more();
    });
    await withAddress(server, async (url) => {
      const { code } = await errorOf(getRunner({ url, accessToken: "glpat-all", env: {} }, 1));
      expect(code).toBe("gitlab-answer-too-large");
    });
    expect(sent).toBeLessThan(3 * gitlabClientLimits.answerBytes);
  });

  it("stop a server that sends one byte now and then", async () => {
    const timers = new Set<NodeJS.Timeout>();
    const server = createServer((_, response) => {
      response.writeHead(200);
      timers.add(setInterval(() => response.write(" "), 10));
    });
    await withAddress(server, async (url) => {
      const slow = { url, accessToken: "glpat-all", timeoutMilliseconds: 50, env: {} };
      expect((await errorOf(getRunner(slow, 1))).code).toBe("gitlab-unreachable");
    });
    for (const timer of timers) clearInterval(timer);
    expect(timers.size).toBe(gitlabClientLimits.attempts);
  });

  it("stop a list with too many pages", async () => {
    await withGitLab(tokens, async (gitlab) => {
      gitlab.inject({
        fits: /./,
        answer: { status: 200, body: [], headers: { "X-Next-Page": "2" } },
        times: 999,
      });
      expect((await errorOf(runnersIn(as(gitlab), into))).code).toBe("gitlab-too-many-pages");
      expect(gitlab.asked).toHaveLength(gitlabClientLimits.pages);
    });
  });

  it("stop a list that takes too long in total", async () => {
    await withGitLab(tokens, async (gitlab) => {
      gitlab.inject({
        fits: /./,
        answer: { status: 200, body: [], headers: { "X-Next-Page": "2" } },
        times: 999,
      });
      let time = 0;
      const now = vi.spyOn(clock, "now").mockImplementation(() => (time += 100_000));
      expect((await errorOf(runnersIn(as(gitlab), into))).code).toBe("gitlab-too-slow");
      expect(gitlab.asked).toHaveLength(3);
      now.mockRestore();
    });
  });
});

describe("the secrecy of a token", () => {
  it("holds at a redirect: the token is not sent", async () => {
    await withGitLab(tokens, async (elsewhere) => {
      await withGitLab(tokens, async (gitlab) => {
        const headers = { Location: `${elsewhere.url}/api/v4/runners/1` };
        gitlab.inject({ fits: /./, answer: { status: 301, headers } });
        const { code, message } = await errorOf(getRunner(as(gitlab), 1));
        expect(code).toBe("gitlab-redirect");
        expect(message).toContain(`${gitlab.url} redirects to ${elsewhere.url}/api/v4/runners/1`);
      });
      expect(elsewhere.asked).toEqual([]);
    });
  });

  it("holds in every error, even if GitLab repeats the token", async () => {
    await withGitLab({ "secret-of-acme-42": scoped("api") }, async (gitlab) => {
      const asker = { ...as(gitlab), accessToken: "secret-of-acme-42" };
      for (const status of [400, 401, 403, 404, 409, 418, 422, 500]) {
        const body = { message: "PRIVATE-TOKEN: secret-of-acme-42, token: own-glrt-canary0123456789" };
        // As often as it is asked.
        gitlab.inject({ fits: /./, answer: { status, body }, times: status < 500 ? 1 : 4 });
        const { message, fix } = await errorOf(verifyToken(asker, "own-glrt-canary0123456789"));
        expect(message + fix).not.toMatch(/secret-of-acme|canary/);
      }
      expect(gitlab.asked).toHaveLength(11);
    });
  });

  it("holds for an answer of an unexpected form", async () => {
    await withGitLab(tokens, async (gitlab) => {
      const body = { id: "41", token: "glrt-canary0123456789" };
      gitlab.inject({ fits: /./, answer: { status: 201, body } });
      const { code, message, fix } = await errorOf(createRunner(as(gitlab), draft));
      expect(code).toBe("gitlab-answer-unexpected");
      expect(message).toMatch(/a new runner in group acme .*: id$/);
      expect(message + fix).not.toContain("canary");
      expect(fix).toContain("16.0");
      gitlab.inject({ fits: /./, answer: { status: 200, body: "<html>glrt-canary0123456789</html>" } });
      expect((await errorOf(getRunner(as(gitlab), 1))).message).toMatch(/: the whole answer$/);
    });
  });
});

async function withAddress(server: Server, use: (url: string) => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    await use(`http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

it("an address may have a path", async () => {
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    response.writeHead(404).end();
  });
  await withAddress(server, async (url) => {
    await errorOf(getRunner({ url: `${url}/git/`, accessToken: "glpat-all", env: {} }, 1));
  });
  expect(paths).toEqual(["/git/api/v4/runners/1"]);
});
