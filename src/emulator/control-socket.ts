/**
 * How a command finds the running emulator and talks to it: through a socket in the emulator's folder, which only its
 * owner can enter. Each user has one emulator per TMPDIR; a folder of another user is ignored.
 */
import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { messageOf } from "../clients/system/error-message";
import { isAlive } from "../clients/system/process";
import { readableText } from "../clients/system/regular-file";

/** The record in the emulator's folder, written once the emulator is ready. */
const recordSchema = z.object({
  pid: z.number(),
  /** ISO 8601. */
  started: z.string(),
  /** A shell evaluates these, so each key must be a valid variable name. */
  settings: z.record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/), z.string()),
});
type EmulatorRecord = z.infer<typeof recordSchema>;

/** The number, not the name: a container may run as a user that passwd does not list. */
const ownUid = () => process.getuid?.() ?? -1;

/** The emulator's folder of this user. Short, because a socket's path has at most 107 bytes. */
export function emulatorFolder(): string {
  return join(tmpdir(), `glrunner-emulator-${ownUid()}`);
}

const socketOf = (folder: string) => join(folder, "control.sock");
const recordOf = (folder: string) => join(folder, "emulator.json");
const starterOf = (folder: string) => join(folder, "starting.pid");

/** `owned` is a folder that this user owns and nobody else may enter; `foreign` is anything else at this path. */
function ownership(folder: string): "absent" | "owned" | "foreign" {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return "absent";
  const owned = stats.isDirectory() && stats.uid === ownUid() && (stats.mode & 0o077) === 0;
  return owned ? "owned" : "foreign";
}

/**
 * Creates an empty folder, after it has removed the files of an emulator that ended.
 * @returns false while another command starts an emulator there
 * @throws when the path is not a private folder of this user
 */
export function claimFolder(folder: string, pid = process.pid): boolean {
  const owner = ownership(folder);
  if (owner === "foreign") {
    throw new Error(
      `${folder} is not a private folder of this user: remove it, or set TMPDIR to another folder`,
    );
  }
  if (owner === "owned") {
    const starter = Number(readableText(starterOf(folder)) ?? NaN);
    if (starter !== pid && isAlive(starter)) return false;
    rmSync(folder, { recursive: true, force: true });
  }
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(starterOf(folder), String(pid));
  return true;
}

/** @returns undefined when no emulator runs; the folder of a killed emulator may still exist */
export async function findEmulator(folder: string): Promise<EmulatorRecord | undefined> {
  const record = ownership(folder) === "owned" ? readRecord(folder) : undefined;
  if (record === undefined) return undefined;
  return askEmulator(folder, "/alive").then(
    () => record,
    () => undefined,
  );
}

function readRecord(folder: string): EmulatorRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readableText(recordOf(folder)) ?? ""));
  } catch {
    // No running emulator wrote this.
    return undefined;
  }
}

/** What the running emulator answers, by path; each answer is sent as JSON. */
type ControlRoutes = Readonly<Record<string, () => Promise<unknown>>>;

/** Serves the routes and then writes the record, by which commands find the emulator. */
export async function serveControl(
  folder: string,
  record: EmulatorRecord,
  routes: ControlRoutes,
): Promise<Server> {
  const server = createServer((incoming, response) => {
    const path = incoming.url ?? "";
    const route = path === "/alive" ? () => Promise.resolve(true) : routes[path];
    if (route === undefined) {
      response.writeHead(404).end();
      return;
    }
    route().then(
      (answer) => response.end(JSON.stringify(answer ?? null)),
      (error: unknown) => response.writeHead(500).end(messageOf(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(socketOf(folder), resolve);
  });
  // Renamed into place, so that another command never reads half a record.
  const partial = `${recordOf(folder)}.partial`;
  writeFileSync(partial, JSON.stringify(record), { mode: 0o600 });
  renameSync(partial, recordOf(folder));
  return server;
}

/** An inventory takes about two dozen AWS calls in each Region. */
const answerTimeoutMs = 60_000;

/** @throws when no emulator answers, or the request fails */
export function askEmulator(folder: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath: socketOf(folder), path, timeout: answerTimeoutMs }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.once("error", reject).once("end", () => {
        if (response.statusCode !== 200) {
          reject(new Error(text === "" ? `the emulator does not know ${path}` : text));
          return;
        }
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
    sent
      .once("timeout", () => sent.destroy(new Error("the emulator does not answer")))
      .once("error", reject)
      .end();
  });
}
