/**
 * Finds the proxy for an https address: HTTPS_PROXY, except for the hosts in NO_PROXY. It reads both as Terraform and its
 * providers do, so that a whole deployment uses the same route.
 * Source: golang.org/x/net http/httpproxy/proxy.go (2026-11).
 */
import { BlockList, isIP } from "node:net";
import type { Environment } from "../../config/environment";

/** The proxy did not connect. Neither text contains the proxy's password. */
export class ProxyError extends Error {
  constructor(
    message: string,
    readonly fix: string,
    /** Whether another attempt may succeed soon. */
    readonly mayPass = false,
  ) {
    super(message);
  }
}

/** Undefined for a direct connection. @throws ProxyError if HTTPS_PROXY is not the address of an HTTP proxy */
export function proxyFor({ hostname, port, protocol }: URL, env: Environment): URL | undefined {
  const given = firstSet(env, "HTTPS_PROXY", "https_proxy");
  const host = hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  if (protocol !== "https:" || given === "" || isLoopback(host)) return undefined;
  const direct = firstSet(env, "NO_PROXY", "no_proxy").toLowerCase().split(",");
  if (direct.some((entry) => covers(entry.trim(), host, port || "443"))) return undefined;
  return addressOf(given);
}

function firstSet(env: Environment, ...names: readonly string[]): string {
  return names.map((name) => env[name] ?? "").find((value) => value !== "") ?? "";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

function addressOf(given: string): URL {
  const text = given.includes("://") ? given : `http://${given}`;
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address !== undefined && /^https?:$/.test(address.protocol)) return address;
  throw new ProxyError(
    "HTTPS_PROXY is not the address of an HTTP proxy",
    "set it to an address such as http://proxy.example.com:3128",
  );
}

/** Whether an entry of NO_PROXY covers the host: a CIDR block, an address, a domain with its subdomains, or `*`. */
function covers(entry: string, host: string, port: string): boolean {
  if (entry === "*") return true;
  const [, block = "", prefix = ""] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (block !== "") return isInBlock(block, Number(prefix), host);
  const [, name = entry, entryPort = port] = /^(.+):(\d+)$/.exec(isIP(entry) === 6 ? "" : entry) ?? [];
  const domain = name.replace(/^\[(.*)\]$/, "$1").replace(/^\*\./, ".");
  if (domain === "" || entryPort !== port) return false;
  if (domain.startsWith(".")) return host.endsWith(domain);
  return host === domain || (isIP(domain) === 0 && host.endsWith(`.${domain}`));
}

function isInBlock(block: string, prefix: number, host: string): boolean {
  const version = isIP(block);
  if (version === 0 || version !== isIP(host) || prefix > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(block, prefix, family);
  return list.check(host, family);
}
