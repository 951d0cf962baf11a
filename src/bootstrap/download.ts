/** Downloads one file, with its progress. Checksums are for the caller to verify. */
import { closeSync, openSync, writeSync } from "node:fs";
import { messageOf } from "../clients/system/error-message";

/** @param total bytes of the whole file; undefined if the server does not say */
export type OnBytes = (received: number, total: number | undefined) => void;

interface DownloadOptions {
  readonly signal?: AbortSignal;
  readonly onBytes?: OnBytes;
}

interface NotDownloaded {
  readonly ok: false;
  readonly message: string;
}

/** The largest file, the AWS provider, has about 150 MB. */
const patienceMs = 600_000;

/** A file of some megabytes, into memory. */
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

/** A larger one, into a file. @throws when the file cannot be written */
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
  { signal, onBytes }: DownloadOptions,
  keep: (chunk: Uint8Array) => void,
): Promise<{ readonly ok: true } | NotDownloaded> {
  const patience = AbortSignal.timeout(patienceMs);
  try {
    const response = await fetch(address, {
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    if (!response.ok) return { ok: false, message: `${address} answered with status ${response.status}` };
    const length = Number(response.headers.get("content-length") ?? "");
    const reader = response.body?.getReader();
    let received = 0;
    for (;;) {
      const { value } = (await reader?.read()) ?? {};
      if (value === undefined) return { ok: true };
      keep(value);
      received += value.length;
      onBytes?.(received, length > 0 ? length : undefined);
    }
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { ok: false, message: `${address} cannot be fetched: ${messageOf(cause)}` };
  }
}

/** The address of a publisher's file, there or on a mirror that has the same paths. */
export function addressOf(site: string, path: string): string {
  return `${site.replace(/\/+$/, "")}/${path}`;
}
