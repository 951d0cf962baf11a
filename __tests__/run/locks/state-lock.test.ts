import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listen } from "../../../src/emulator/loopback-server";
import { printedLock } from "../../../src/clients/terraform/lock-info";
import { heldLock } from "../../../src/run/locks/state-lock";
import { stackIn } from "../../support/run-context";
import { withCompanyGitLab } from "../../support/company-gitlab";
import { startStateServer } from "../../lifecycle/state-server";

/** Of Terraform 1.11.4 with S3. */
const printed = `Error acquiring the state lock: Error message: operation error S3: PutObject, https response error StatusCode: 412, RequestID: , HostID: , api error PreconditionFailed: At least one of the pre-conditions you specified did not hold
Lock Info:
  ID:        e5b6f9ad-5138-1c40-7235-8d16e9587e64
  Path:      glrunner-state/glrunner/vpc.tfstate
  Operation: OperationTypeApply
  Who:       me@shell
  Version:   1.11.4
  Created:   2026-11-24 14:16:54.567867736 +0000 UTC
  Info:      


Terraform acquires a state lock to protect the state from being written`;
const lock = {
  id: "e5b6f9ad-5138-1c40-7235-8d16e9587e64",
  who: "me@shell",
  operation: "OperationTypeApply",
  created: "2026-11-24T14:16:54.567867736Z",
};

describe("the holder of a state's lock", () => {
  it("is read from Terraform's error, also within its frame", () => {
    expect(printedLock(printed)).toEqual(lock);
    expect(printedLock(printed.replaceAll(/^/gm, "│ "))).toEqual(lock);
  });

  it("is unknown if a line is missing, or if the id is not safe in a shell", () => {
    for (const name of ["ID", "Operation", "Who", "Created"]) {
      expect(printedLock(printed.replace(new RegExp(`^ +${name}: .*\n`, "m"), ""))).toBeUndefined();
    }
    expect(printedLock(printed.replace(lock.id, "$(reboot)"))).toBeUndefined();
    expect(printedLock(printed.replace(lock.id, "-lock=false"))).toBeUndefined();
    expect(printedLock(printed.replace(/Lock Info:[^]*/, ""))).toBeUndefined();
  });
});

describe("a lock on an HTTP server", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Terraform's own try is under `Lock Info`. */
  const error = `Error acquiring the state lock: Error message: HTTP remote state already locked:\nID=9b1de3f5\n${printed}`;
  const info = (id: string) =>
    JSON.stringify({ ID: id, Operation: "OperationTypeApply", Who: "you@there", Created: lock.created });
  const env = { TF_HTTP_USERNAME: "ci", TF_HTTP_PASSWORD: "secret" };

  function hold(url: string, more: Readonly<Record<string, string>> = env) {
    const address = `${url}/vpc/lock`;
    const http = {
      ...{ lock_address: address, lock_method: "POST", unlock_address: address, unlock_method: "DELETE" },
    };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ terraform: { backend: { http } } }));
    return heldLock(stackIn(folder, { name: "vpc", folder }, { env: more }), error);
  }

  it("is read from the server, not from Terraform, and released", async ({ onTestFinished }) => {
    const server = await startStateServer({ user: "ci", password: "secret" });
    onTestFinished(server.stop);
    server.locks.set("vpc", info("9b1de3f5"));
    const held = await hold(server.url);
    expect(held).toMatchObject({ id: "9b1de3f5", lock: { id: "9b1de3f5", who: "you@there" } });
    expect([...server.locks.keys()]).toEqual(["vpc"]);
    await held?.release();
    expect([...server.locks]).toEqual([]);
  });

  it("is undefined if it is free by now, and is not taken", async ({ onTestFinished }) => {
    const server = await startStateServer({ user: "ci", password: "secret" });
    onTestFinished(server.stop);
    expect(await hold(server.url)).toBeUndefined();
    expect([...server.locks]).toEqual([]);
  });

  it("is unknown when the server does not report it, but its id is known", async ({ onTestFinished }) => {
    const server = await startStateServer({ user: "ci", password: "secret" });
    onTestFinished(server.stop);
    server.locks.set("vpc", info("9b1de3f5"));
    expect(await hold(server.url, {})).toMatchObject({ lock: undefined, id: "9b1de3f5" });
    await server.stop();
    const held = await hold(server.url);
    expect(held).toMatchObject({ lock: undefined, id: "9b1de3f5" });
    expect(held?.problem).toContain("the request to its server failed");
  });

  it("is requested through the proxy, with the CA that Terraform's backend trusts", async () => {
    await withCompanyGitLab({}, async ({ url, ca, proxy, gitlab }) => {
      const company = { ...env, HTTPS_PROXY: proxy.url, TF_HTTP_CLIENT_CA_CERTIFICATE_PEM: ca };
      expect(await hold(url, company)).toMatchObject({ id: "9b1de3f5" });
      expect(gitlab.asked.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /vpc/lock"]);
      const untrusted = await hold(url, { HTTPS_PROXY: proxy.url });
      expect(untrusted?.problem).toContain("certificate");
    });
  });

  it("has GitLab's time converted to this machine's clock, and is released only if it did not change", async ({
    onTestFinished,
  }) => {
    const requests: string[] = [];
    const ahead = 3_600_000;
    const created = new Date(Date.now() + ahead - 5000).toISOString();
    const server = await listen(
      createServer((request, response) => {
        requests.push(request.method ?? "");
        response.setHeader("date", new Date(Date.now() + ahead).toUTCString());
        response.statusCode = 409;
        response.end(
          JSON.stringify({ ID: "9b1de3f5", Who: "gitlab-user", Operation: "glrunner", Created: created }),
        );
      }),
    );
    onTestFinished(server.stop);
    const held = await hold(server.url);
    expect(held?.lock?.who).toBe("gitlab-user");
    const age = Date.now() - Date.parse(held?.lock?.created ?? "");
    // HTTP tells whole seconds, and a second may go by meanwhile.
    expect(age).toBeGreaterThan(2_900);
    expect(age).toBeLessThan(60_000);
    await expect(held?.release()).rejects.toThrow("HTTP status 409");
    expect(requests).toEqual(["POST", "DELETE"]);
  });
});
