/**
 * How a command finds and talks to the emulator that runs: through a socket in its folder, which its owner alone can
 * reach. One emulator to a user and folder for temporary files; a folder of another user is ignored.
 */
import { lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { messageOf } from "../clients/system/error-message";
import { isAlive } from "../clients/system/process";
import { readableText } from "../clients/system/regular-file";

/** The record in the emulator's own folder, written once it runs. */
const recordSchema = z.object({
  pid: z.number(),
  /** ISO 8601. */
  started: z.string(),
  /** A shell evaluates them: nothing but a name may stand before the equals sign. */
  settings: z.record(z.string().regex(/^[A-Z_][A-Z0-9_]*$/), z.string()),
});
type EmulatorRecord = z.infer<typeof recordSchema>;

/** The number, not the name: a container may run under one that passwd does not have. */
const ownUid = () => process.getuid?.() ?? -1;

/** Short, since a socket's path has 107 bytes at most. */
export function emulatorFolder(): string {
  return join(tmpdir(), `glrunner-emulator-${ownUid()}`);
}

const socketOf = (folder: string) => join(folder, "control.sock");
const recordOf = (folder: string) => join(folder, "emulator.json");
const starterOf = (folder: string) => join(folder, "starting.pid");

/** `ours` is a folder that this user owns and that nobody else may enter; `other` is anything else at this path. */
function ownership(folder: string): "absent" | "ours" | "other" {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return "absent";
  const ours = found.isDirectory() && found.uid === ownUid() && (found.mode & 0o077) === 0;
  return ours ? "ours" : "other";
}

/**
 * Makes an empty folder, and first removes what a dead emulator left there.
 * @returns false while another command starts an emulator there
 * @throws when another user owns what is at this path
 */
export function claimFolder(folder: string, pid = process.pid): boolean {
  const owner = ownership(folder);
  if (owner === "other") throw new Error(`${folder} is not ours: remove it, or set TMPDIR to another folder`);
  if (owner === "ours") {
    const starter = Number(readableText(starterOf(folder)) ?? NaN);
    if (starter !== pid && isAlive(starter)) return false;
    rmSync(folder, { recursive: true, force: true });
  }
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(starterOf(folder), String(pid));
  return true;
}

/** @returns undefined when none runs: the folder of a killed emulator remains */
export async function findEmulator(folder: string): Promise<EmulatorRecord | undefined> {
  const record = ownership(folder) === "ours" ? readRecord(folder) : undefined;
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

/** Answers of the running emulator, by path; each is JSON. */
type ControlRoutes = Readonly<Record<string, () => Promise<unknown>>>;

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
  // Whole or not at all: others look for it all the time.
  const partial = `${recordOf(folder)}.partial`;
  writeFileSync(partial, JSON.stringify(record), { mode: 0o600 });
  renameSync(partial, recordOf(folder));
  return server;
}

/** An inventory asks AWS two dozen questions in each Region. */
const answerTimeoutMs = 60_000;

/** @throws when no emulator answers, or it could not do what was asked */
export function askEmulator(folder: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: socketOf(folder), path, timeout: answerTimeoutMs }, (response) => {
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
    asked
      .once("timeout", () => asked.destroy(new Error("the emulator does not answer")))
      .once("error", reject)
      .end();
  });
}
