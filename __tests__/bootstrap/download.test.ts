import { createServer, type RequestListener } from "node:http";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { download } from "../../src/bootstrap/download";
import { listen } from "../../src/emulator/loopback-server";
import { withCompanyServer, type CompanyServer } from "../support/company-gitlab";

const trusted = getCACertificates("default");
afterEach(() => {
  setDefaultCACertificates(trusted);
});

/** A publisher that only the company's proxy reaches, and whose certificate only the company's CA has signed. */
async function behindProxy(answer: RequestListener, use: (company: CompanyServer) => Promise<void>) {
  const server = await listen(createServer(answer));
  try {
    await withCompanyServer(Number(new URL(server.url).port), async (company) => {
      // Node does this at its start with the file of NODE_EXTRA_CA_CERTS.
      setDefaultCACertificates([...trusted, company.ca]);
      await use(company);
    });
  } finally {
    await server.stop();
  }
}

const file: RequestListener = ({ url = "" }, response) => {
  if (url === "/moved") response.writeHead(302, { location: "/file" }).end();
  else if (url === "/plain") response.writeHead(302, { location: "http://127.0.0.1:1/file" }).end();
  else if (url === "/loop") response.writeHead(302, { location: "/loop" }).end();
  else if (url === "/cut")
    response.writeHead(200, { "content-length": 9 }).write("part", () => response.destroy());
  else if (url === "/file") response.end("content");
  else response.writeHead(404).end("none");
};

describe("a download", () => {
  it("goes through the proxy of HTTPS_PROXY, trusts the company's CA, and follows a redirect", async () => {
    await behindProxy(file, async ({ url, proxy }) => {
      const env = { HTTPS_PROXY: proxy.url };
      const progress: unknown[] = [];
      const onBytes = (...bytes: unknown[]) => progress.push(bytes);
      const outcome = await download(`${url}/moved`, { env, onBytes });
      expect(outcome.ok && outcome.bytes.toString()).toBe("content");
      expect(proxy.connects).toEqual(["gitlab.company.test:443", "gitlab.company.test:443"]);
      expect(progress).toEqual([[7, 7]]);
    });
  });

  it("does not start where NO_PROXY names the host", async () => {
    await behindProxy(file, async ({ url, proxy }) => {
      const env = { HTTPS_PROXY: proxy.url, NO_PROXY: ".company.test" };
      expect(await download(`${url}/file`, { env })).toMatchObject({ ok: false });
      expect(proxy.connects).toEqual([]);
    });
  });

  it("refuses a certificate of an unknown CA", async () => {
    await behindProxy(file, async ({ url, proxy }) => {
      setDefaultCACertificates(trusted);
      const outcome = await download(`${url}/file`, { env: { HTTPS_PROXY: proxy.url } });
      expect(outcome).toMatchObject({
        ok: false,
        message: expect.stringContaining("certificate") as unknown,
      });
    });
  });

  it("names the proxy's login as the next step where the proxy asks for one", async () => {
    await behindProxy(file, async ({ url, proxy }) => {
      proxy.login = "me:canary";
      const env = { HTTPS_PROXY: proxy.url };
      expect(await download(`${url}/file`, { env })).toMatchObject({
        message: expect.stringContaining("407") as unknown,
        fix: expect.stringContaining("USER:PASSWORD") as unknown,
      });
      const login = proxy.url.replace("//", "//me:canary@");
      expect(await download(`${url}/file`, { env: { HTTPS_PROXY: login } })).toMatchObject({ ok: true });
    });
  });

  it.each([
    ["plain", "not encrypted"],
    ["loop", "redirects"],
    ["cut", "aborted"],
    ["none", "status 404"],
  ])("fails at /%s", async (path, reason) => {
    await behindProxy(file, async ({ url, proxy }) => {
      const outcome = await download(`${url}/${path}`, { env: { HTTPS_PROXY: proxy.url } });
      expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining(reason) as unknown });
      expect("fix" in outcome).toBe(false);
    });
  });
});
