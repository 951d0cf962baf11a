/** A GitLab behind the company's proxy, with the company's CA. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { GitLabRunnerError } from "../../../src/clients/gitlab/gitlab-error";
import { clock } from "../../../src/clients/gitlab/request";
import { getRunner, verifyToken } from "../../../src/clients/gitlab/runners";
import { companyCa } from "../../support/company-ca";
import { withCompanyGitLab, type CompanyGitLab } from "../../support/company-gitlab";

const tokens = { "glpat-all": { scopes: ["api"], role: "owner" } } as const;

const pause = vi.spyOn(clock, "pause");
beforeEach(() => {
  pause.mockReset().mockResolvedValue(undefined);
});

const through = ({ url, ca, proxy }: CompanyGitLab, env: Readonly<Record<string, string>> = {}) => ({
  ...{ url, ca, accessToken: "glpat-all", timeoutMilliseconds: 2_000 },
  env: { HTTPS_PROXY: proxy.url, ...env },
});

async function errorOf(
  asked: Promise<unknown>,
): Promise<Pick<GitLabRunnerError, "code" | "message" | "fix">> {
  const error: unknown = await asked.catch((reason: unknown) => reason);
  if (error instanceof GitLabRunnerError) return error;
  throw new Error("it was answered", { cause: error });
}

describe("a request to GitLab", () => {
  it("uses the proxy, and trusts the CA of the configuration", async () => {
    await withCompanyGitLab(tokens, async (company) => {
      const { id, token } = company.gitlab.add({ tag_list: ["eks"] });
      expect(await verifyToken(through(company), token)).toBe(id);
      expect((await getRunner(through(company), id)).settings.tags).toEqual(["eks"]);
      expect(company.proxy.connects).toEqual(["gitlab.company.test:443", "gitlab.company.test:443"]);
      // What it sends is for GitLab alone.
      expect(company.gitlab.asked.map(({ method, accessToken }) => [method, accessToken])).toEqual([
        ["POST", undefined],
        ["GET", "glpat-all"],
      ]);
    });
  });

  it("fails without the proxy, and if NO_PROXY names GitLab", async () => {
    await withCompanyGitLab(tokens, async (company) => {
      const direct = await errorOf(getRunner({ ...through(company), env: {} }, 1));
      expect([direct.code, direct.fix]).toEqual([
        "gitlab-unreachable",
        expect.stringContaining("HTTPS_PROXY"),
      ]);
      expect((await errorOf(getRunner(through(company, { NO_PROXY: ".company.test" }), 1))).code).toBe(
        "gitlab-unreachable",
      );
      expect(company.proxy.connects).toEqual([]);
    });
  });

  it("fails with a certificate of an unknown CA", async () => {
    await withCompanyGitLab(tokens, async (company) => {
      const { url, accessToken, env } = through(company);
      const stranger = { url, accessToken, env };
      const none = await errorOf(getRunner(stranger, 1));
      expect([none.code, none.fix]).toEqual(["gitlab-certificate", expect.stringContaining("gitlabCa.file")]);
      expect((await errorOf(getRunner({ ...stranger, ca: companyCa }, 1))).code).toBe("gitlab-certificate");
      expect(company.gitlab.asked).toEqual([]);
    });
  });

  it("trusts the certificates of NODE_EXTRA_CA_CERTS in addition to the CA of the configuration", async () => {
    const folder = mkdtempSync(join(tmpdir(), "glr-"));
    try {
      await withCompanyGitLab(tokens, async (company) => {
        const file = join(folder, "extra.pem");
        writeFileSync(file, company.ca);
        const { id } = company.gitlab.add({});
        const other = { ...through(company, { NODE_EXTRA_CA_CERTS: file }), ca: companyCa };
        expect((await getRunner(other, id)).id).toBe(id);
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("logs in to the proxy, and never prints the password", async () => {
    await withCompanyGitLab(tokens, async (company) => {
      const { id } = company.gitlab.add({});
      company.proxy.login = "me:pa ss-canary";
      const refused = await errorOf(getRunner(through(company), id));
      expect([refused.code, refused.message]).toEqual(["gitlab-proxy", expect.stringContaining("407")]);
      expect(company.proxy.connects).toHaveLength(1);
      const login = (password: string) => ({
        HTTPS_PROXY: company.proxy.url.replace("//", `//me:${encodeURIComponent(password)}@`),
      });
      expect((await getRunner(through(company, login("pa ss-canary")), id)).id).toBe(id);
      const wrong = await errorOf(getRunner(through(company, login("other-canary")), id));
      expect(wrong.message + wrong.fix).not.toContain("canary");
    });
  });

  it("tries again if the proxy does not reach GitLab, and reports a proxy that does not answer", async () => {
    await withCompanyGitLab(tokens, async (company) => {
      const elsewhere = { ...through(company), url: "https://other.company.test" };
      const { code, message } = await errorOf(getRunner(elsewhere, 1));
      expect([code, message]).toEqual(["gitlab-proxy", expect.stringContaining("502 Bad Gateway")]);
      expect(company.proxy.connects).toHaveLength(4);
      const socks = await errorOf(getRunner(through(company, { HTTPS_PROXY: "socks5://me:canary@h:1" }), 1));
      expect([socks.code, socks.message]).toEqual([
        "gitlab-proxy",
        "HTTPS_PROXY is not the address of an HTTP proxy",
      ]);
      const closed = await errorOf(getRunner(through(company, { HTTPS_PROXY: "http://127.0.0.1:1" }), 1));
      expect(closed.code).toBe("gitlab-unreachable");
      expect(closed.message).toContain("through the proxy in HTTPS_PROXY (ECONNREFUSED)");
    });
  });
});
