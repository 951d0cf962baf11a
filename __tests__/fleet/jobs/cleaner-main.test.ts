/** The program of the job cleaner in this process, against an API that records what it is asked. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCertificate } from "../../../src/emulator/certificate";
import { listen, type LoopbackServer } from "../../../src/emulator/loopback-server";
import { jobPod, managerPod, scope } from "./pods";

const at = Date.now();
const stuck = (name: string) => jobPod({ name, at, ageSeconds: 9000, running: [9000] });
const manager = managerPod({ name: "manager", at, ageSeconds: 90_000, running: [90_000] });

describe("the program of the job cleaner", () => {
  const { certificate, key } = createCertificate();
  const { argv, exitCode } = process;
  let folder: string;
  let server: LoopbackServer;
  let pods: Map<string, readonly object[] | undefined>;
  let deletions: { readonly path: string; readonly body: unknown }[];
  /** The answer to a deletion, by pod. @default 200 */
  let codes: Map<string, number>;
  const printed: string[] = [];
  const failures: string[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
    writeFileSync(join(folder, "token"), "t");
    writeFileSync(join(folder, "ca.crt"), certificate);
    writeFileSync(join(folder, "settings.json"), JSON.stringify({ scope }));
    pods = new Map<string, readonly object[] | undefined>([
      ...[["gitlab-jobs-fargate", []] as const, ["gitlab-jobs-spot", []] as const],
      ["gitlab-runner", [manager]],
    ]);
    deletions = [];
    codes = new Map<string, number>();
    printed.length = failures.length = 0;
    server = await listen(
      createServer({ cert: certificate, key }, (request, response) => {
        const { pathname } = new URL(request.url ?? "", "https://api");
        const [, , , , namespace = "", , name = ""] = pathname.split("/");
        let body = "";
        request.on("data", (chunk: Buffer) => (body += chunk.toString()));
        request.on("end", () => {
          if (request.method === "DELETE") {
            deletions.push({ path: pathname, body: JSON.parse(body) });
            response.writeHead(codes.get(name) ?? 200).end('{"message":"no"}');
            return;
          }
          const items = pods.get(namespace);
          response.writeHead(items === undefined ? 403 : 200).end(JSON.stringify({ items, message: "no" }));
        });
      }),
    );
    vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
    vi.spyOn(console, "error").mockImplementation((line: string) => void failures.push(line));
    const { hostname, port } = new URL(server.url);
    vi.stubEnv("KUBERNETES_SERVICE_HOST", hostname);
    vi.stubEnv("KUBERNETES_SERVICE_PORT", port);
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    process.argv = argv;
    process.exitCode = exitCode;
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Ends when as many lines were printed. @returns the exit code */
  async function run(lines: number): Promise<number | string> {
    process.exitCode = 0;
    process.argv = [...argv.slice(0, 2), join(folder, "settings.json"), folder];
    // The program runs when it is loaded.
    vi.resetModules();
    await import("../../../src/fleet/jobs/cleaner-main");
    await vi.waitFor(
      () => {
        expect(printed.length + failures.length).toBeGreaterThanOrEqual(lines);
      },
      { interval: 2, timeout: 5000 },
    );
    return process.exitCode;
  }
  const outcomes = () => printed.map((line): unknown => JSON.parse(line));

  it("deletes each stuck pod with its preconditions, and prints one line for it", async () => {
    pods.set("gitlab-jobs-fargate", [stuck("a"), jobPod({ name: "b", at, ageSeconds: 60, running: [60] })]);
    expect(await run(1)).toBe(0);
    expect(deletions).toMatchObject([
      { path: "/api/v1/namespaces/gitlab-jobs-fargate/pods/a", body: { preconditions: { uid: "uid-a" } } },
    ]);
    expect(outcomes()).toMatchObject([{ pod: "gitlab-jobs-fargate/a", did: "deleted" }]);
  });

  it.each([
    [404, "gone", 0],
    [409, "changed", 0],
    [403, "failed", 1],
  ])("takes the answer %s to a deletion for %s, and ends with %s", async (code, did, expected) => {
    pods.set("gitlab-jobs-fargate", [stuck("a"), stuck("b")]);
    codes.set("a", code);
    expect(await run(2)).toBe(expected);
    expect(outcomes()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ pod: "gitlab-jobs-fargate/a", did }),
        expect.objectContaining({ pod: "gitlab-jobs-fargate/b", did: "deleted" }),
      ]),
    );
  });

  it.each(["gitlab-jobs-spot", "gitlab-runner"])("deletes nothing when it cannot list %s", async (name) => {
    pods.set("gitlab-jobs-fargate", [stuck("a")]).set(name, undefined);
    expect(await run(1)).toBe(1);
    expect(failures[0]).toContain(name);
    expect(deletions).toEqual([]);
  });

  it("deletes nothing when it cannot read a manager, whose jobs would count as lost", async () => {
    pods.set("gitlab-jobs-fargate", [stuck("a")]).set("gitlab-runner", [{ kind: "Pod" }]);
    expect(await run(1)).toBe(1);
    expect(deletions).toEqual([]);
  });

  it("deletes nothing without complete settings", async () => {
    writeFileSync(join(folder, "settings.json"), "{}");
    expect(await run(1)).toBe(1);
    expect(deletions).toEqual([]);
  });
});
