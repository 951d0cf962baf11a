/**
 * Downloads one file and reports its progress, through the proxy of HTTPS_PROXY. The caller verifies the checksum.
 * Follows redirects, as the releases of OpenTofu and kubectl need, but never from https to http.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { messageOf } from "../clients/system/error-message";
import { openResponse } from "../clients/system/exchange";
import { ProxyError } from "../clients/system/proxy";
import type { Environment } from "../config/environment";

/** @param total bytes of the whole file; undefined if the server does not report them */
export type OnBytes = (received: number, total: number | undefined) => void;

interface DownloadOptions {
  /** HTTPS_PROXY and NO_PROXY of the command. */
  readonly env: Environment;
  readonly signal?: AbortSignal;
  readonly onBytes?: OnBytes;
}

interface NotDownloaded {
  readonly ok: false;
  readonly message: string;
  /** How to get past the proxy. @default the proxy is not the cause */
  readonly fix?: string;
}

/** The largest file, the AWS provider, has about 150 MB. */
const timeoutMs = 600_000;
const maxRedirects = 5;

/** Downloads a file of some megabytes into memory. */
export async function download(
  address: string,
  options: DownloadOptions,
): Promise<{ readonly ok: true; readonly bytes: Buffer } | NotDownloaded> {
  const chunks: Uint8Array[] = [];
  const outcome = await receive(address, options, (chunk) => {
    chunks.push(chunk);
  });
  return outcome.ok ? { ok: true, bytes: Buffer.concat(chunks) } : outcome;
}

/** Downloads a larger file to the disk. @throws when the file cannot be written */
export async function downloadTo(
  file: string,
  address: string,
  options: DownloadOptions,
): Promise<{ readonly ok: true } | NotDownloaded> {
  const target = openSync(file, "wx");
  try {
    return await receive(address, options, (chunk) => {
      writeSync(target, chunk);
    });
  } finally {
    closeSync(target);
  }
}

async function receive(
  address: string,
  { env, signal, onBytes }: DownloadOptions,
  keep: (chunk: Uint8Array) => void,
): Promise<{ readonly ok: true } | NotDownloaded> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const ends = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const response = await followed(new URL(address), env, ends);
    const { statusCode = 0, headers } = response;
    if (statusCode !== 200) {
      response.destroy();
      return { ok: false, message: `${address} answered with status ${statusCode}` };
    }
    const length = Number(headers["content-length"] ?? "");
    let received = 0;
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue;
      keep(chunk);
      received += chunk.length;
      onBytes?.(received, length > 0 ? length : undefined);
    }
    return { ok: true };
  } catch (error) {
    const message = `${address} cannot be fetched: ${messageOf(error)}`;
    return { ok: false, message, ...(error instanceof ProxyError && { fix: error.fix }) };
  }
}

/** The response at the end of the redirects. @throws after too many, and for one that leaves https */
async function followed(url: URL, env: Environment, signal: AbortSignal): Promise<IncomingMessage> {
  let next = url;
  for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
    const response = await openResponse(next, { env }, { method: "GET", headers: {}, signal });
    const { statusCode = 0, headers } = response;
    if (statusCode < 300 || statusCode >= 400 || headers.location === undefined) return response;
    response.destroy();
    const target = new URL(headers.location, next);
    if (next.protocol === "https:" && target.protocol !== "https:")
      throw new Error(`${next.host} redirects to ${target.origin}, which is not encrypted`);
    next = target;
  }
  throw new Error(`more than ${maxRedirects} redirects`);
}

/** The address of a publisher's file, there or on a mirror that has the same paths. */
export function addressOf(site: string, path: string): string {
  return `${site.replace(/\/+$/, "")}/${path}`;
}
