/** As Go's httpproxy reads both variables, which Terraform and its providers use. */
import { describe, expect, it } from "vitest";
import { ProxyError, proxyFor } from "../../../src/clients/system/proxy";

const proxy = "http://proxy.example.com:3128";
const isDirect = (url: string, NO_PROXY: string) =>
  proxyFor(new URL(url), { HTTPS_PROXY: proxy, NO_PROXY }) === undefined;

describe("HTTPS_PROXY", () => {
  it.each([
    [{ HTTPS_PROXY: proxy }, "proxy.example.com:3128"],
    [{ https_proxy: proxy }, "proxy.example.com:3128"],
    [{ HTTPS_PROXY: "", https_proxy: proxy }, "proxy.example.com:3128"],
    [{ HTTPS_PROXY: "first:1", https_proxy: proxy }, "first:1"],
    [{ HTTP_PROXY: proxy }, undefined],
    [{}, undefined],
  ])("as in %j gives %s", (env, host) => {
    expect(proxyFor(new URL("https://gitlab.com"), env)?.host).toBe(host);
  });

  it("does not apply to plain HTTP, or to this machine", () => {
    for (const url of ["http://gitlab.com", "https://localhost", "https://127.0.0.2:8443", "https://[::1]"])
      expect([url, isDirect(url, "")]).toEqual([url, true]);
  });

  it.each(["socks5://proxy:1080", "http://", "not an address"])("is refused as %s", (HTTPS_PROXY) => {
    expect(() => proxyFor(new URL("https://gitlab.com"), { HTTPS_PROXY })).toThrow(ProxyError);
  });
});

describe("NO_PROXY", () => {
  it.each([
    ["https://gitlab.example.com", "*", true],
    ["https://gitlab.example.com", "a.com, gitlab.example.com", true],
    ["https://GitLab.example.com", "EXAMPLE.com", true],
    ["https://gitlab.example.com", ".example.com", true],
    ["https://gitlab.example.com", "*.example.com", true],
    ["https://example.com", ".example.com", false],
    ["https://badexample.com", "example.com", false],
    ["https://gitlab.example.com", "example.com:443", true],
    ["https://gitlab.example.com:8443", "example.com:443", false],
    ["https://gitlab.example.com", "", false],
    ["https://10.1.2.3", "10.0.0.0/8", true],
    ["https://11.1.2.3", "10.0.0.0/8", false],
    ["https://10.1.2.3", "10.1.2.3", true],
    ["https://110.1.2.3", "10.1.2.3", false],
    ["https://10.1.2.3", "10.0.0.0/99", false],
    ["https://gitlab.example.com", "10.0.0.0/8", false],
    ["https://[fd00::1]", "fd00::/8", true],
    ["https://[fd00::1]", "fd00::1", true],
    ["https://[fd00::1]:8443", "[fd00::1]:8443", true],
  ])("%s with %s: direct %s", (url, value, direct) => {
    expect(isDirect(url, value)).toBe(direct);
  });
});
