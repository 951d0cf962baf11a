/**
 * How a command finds and talks to the emulator that runs: through a socket in its folder, which its owner alone can
 * reach. One emulator to a user and folder for temporary files.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import * as z from "zod";

/** What the emulator's own folder says of it, once it runs. */
const recordSchema = z.object({
  pid: z.number(),
  /** ISO 8601. */
  started: z.string(),
  settings: z.record(z.string(), z.string()),
});
export type EmulatorRecord = z.infer<typeof recordSchema>;

/** Short, since a socket's path has 107 bytes at most. */
export function emulatorFolder(): string {
  return join(tmpdir(), `glrunner-emulator-${userInfo().uid}`);
}

const socketOf = (folder: string) => join(folder, "control.sock");
const recordOf = (folder: string) => join(folder, "emulator.json");

/** @throws when somebody else has put a folder there */
export function claimFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o700 });
  const { uid } = statSync(folder);
  if (uid !== userInfo().uid) throw new Error(`${folder} belongs to another user`);
}

/** Undefined when none runs. */
export async function findEmulator(folder: string): Promise<EmulatorRecord | undefined> {
  let text: string;
  try {
    text = readFileSync(recordOf(folder), "utf8");
  } catch {
    return undefined;
  }
  const record = recordSchema.parse(JSON.parse(text));
  // A folder outlives an emulator that was killed.
  const alive = await ask(folder, "/alive").then(
    () => true,
    () => false,
  );
  return alive ? record : undefined;
}

/** Answers of the running emulator, by path; each is JSON. */
export type ControlRoutes = Readonly<Record<string, () => Promise<unknown>>>;

export async function serveControl(
  folder: string,
  record: EmulatorRecord,
  routes: ControlRoutes,
): Promise<Server> {
  const server = createServer((incoming, response) => {
    const route = incoming.url === "/alive" ? () => Promise.resolve(true) : routes[incoming.url ?? ""];
    if (route === undefined) {
      response.writeHead(404).end();
      return;
    }
    route().then(
      (answer) => response.end(JSON.stringify(answer ?? null)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(socketOf(folder), resolve);
  });
  writeFileSync(recordOf(folder), JSON.stringify(record), { mode: 0o600 });
  return server;
}

/** @throws when no emulator answers, or it could not do what was asked */
export function ask(folder: string, path: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request({ socketPath: socketOf(folder), path }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.once("end", () => {
        if (response.statusCode === 200) resolve(JSON.parse(text));
        else reject(new Error(text === "" ? `the emulator does not know ${path}` : text));
      });
    })
      .once("error", reject)
      .end();
  });
}
