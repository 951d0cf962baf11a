/**
 * Reads the lock on a state and its holder. With most backends Terraform prints the holder. With an HTTP server,
 * Terraform 1.11 prints the holder's id next to its own lock request, so this file requests the lock from the server.
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Environment } from "../../config/environment";
import { messageOf } from "../../clients/system/error-message";
import type { RunStack, StackSession } from "../context";
import { exchange, type HttpResponse } from "../../clients/system/exchange";
import { parseJson } from "../../clients/system/json";
import { isOfTerraform, lockSchema, printedLock, type StateLock } from "../../clients/terraform/lock-info";

/** A lock that stopped Terraform, with a way to release exactly this lock. */
export interface HeldLock {
  /** Undefined if neither Terraform nor the server reports all fields. */
  readonly lock: StateLock | undefined;
  /** Id of the lock, if it is known. */
  readonly id: string | undefined;
  /** Why the request to the server failed. */
  readonly problem?: string;
  /** @throws if the lock cannot be released, or another holder has taken it in the meantime */
  readonly release: () => Promise<void>;
}

/** Undefined if the lock is free now. @param error error of the Terraform that could not take the lock */
export async function heldLock(stack: StackSession, error: string): Promise<HeldLock | undefined> {
  const server = serverOf(stack);
  if (server !== undefined) {
    try {
      return await queryServer(server, stack.run.env, error);
    } catch (problem) {
      const why = messageOf(problem);
      return { ...unreadable(error), problem: `the request to its server failed: ${why}` };
    }
  }
  const lock = printedLock(error);
  if (lock === undefined) return unreadable(error);
  return { lock, id: lock.id, release: () => stack.terraform.unlock(lock.id) };
}

const backendSchema = z.object({
  terraform: z.object({
    backend: z.object({
      http: z.object({
        lock_address: z.string(),
        lock_method: z.string(),
        unlock_address: z.string(),
        unlock_method: z.string(),
      }),
    }),
  }),
});
type Server = z.output<typeof backendSchema>["terraform"]["backend"]["http"];

function serverOf({ folder }: RunStack): Server | undefined {
  const content: unknown = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
  return backendSchema.safeParse(content).data?.terraform.backend.http;
}

/** The fields that Terraform sends to a server. */
const infoSchema = z.object({ ID: z.string(), Who: z.string(), Operation: z.string(), Created: z.string() });
type LockInfo = z.output<typeof infoSchema>;

/** The protocol can only request a lock, not read it. If the server grants the lock, it is released at once. */
async function queryServer(server: Server, env: Environment, error: string): Promise<HeldLock | undefined> {
  const own = { ID: randomUUID(), Who: "glrunner", Operation: "glrunner", Created: new Date().toISOString() };
  const unlock = async (info: LockInfo) => {
    const answer = await request(server.unlock_address, server.unlock_method, env, info);
    if (isSuccess(answer)) return;
    throw new Error(`the state's server did not release the lock: HTTP status ${answer.status}`);
  };
  const answer = await request(server.lock_address, server.lock_method, env, own);
  if (isSuccess(answer)) {
    await unlock(own);
    return undefined;
  }
  const info = infoSchema.safeParse(parseJson(answer.text ?? "")).data;
  const lock = info && lockOf(info, answer.header("date"));
  if (info === undefined || lock === undefined) return unreadable(error);
  // `terraform force-unlock` would release any lock; GitLab releases only the lock with this id.
  return { lock, id: lock.id, release: () => unlock(info) };
}

/** A lock whose holder is unknown. Terraform may print its id anyway. */
function unreadable(error: string): HeldLock {
  const id = /already locked:\s+ID=(\w[\w-]*)/.exec(error)?.[1];
  return { lock: undefined, id, release: () => Promise.reject(new Error("the lock cannot be identified")) };
}

function lockOf({ ID, Who, Operation, Created }: LockInfo, date: string | undefined): StateLock | undefined {
  const parsed = lockSchema.safeParse({ id: ID, who: Who, operation: Operation, created: Created });
  if (!parsed.success || isOfTerraform(parsed.data)) return parsed.data;
  const ahead = date === undefined ? 0 : Date.parse(date) - Date.now();
  return { ...parsed.data, created: new Date(Date.parse(Created) - ahead).toISOString() };
}

const isSuccess = ({ status }: HttpResponse) => status >= 200 && status < 300;

/** Sends a request with the login, proxy and CA that Terraform's backend takes from the same environment. */
function request(address: string, method: string, env: Environment, info: LockInfo): Promise<HttpResponse> {
  const { TF_HTTP_USERNAME: user = "", TF_HTTP_PASSWORD: password = "" } = env;
  const login = Buffer.from(`${user}:${password}`).toString("base64");
  const { TF_HTTP_CLIENT_CA_CERTIFICATE_PEM: ca } = env;
  const route = { env, ...(ca !== undefined && ca !== "" && { ca }) };
  return exchange(new URL(address), route, {
    method,
    headers: {
      "content-type": "application/json",
      ...(user !== "" && { authorization: `Basic ${login}` }),
    },
    // GitLab refuses a lock that lacks any of Terraform's fields.
    body: JSON.stringify({ Info: "", Version: "", Path: "", ...info }),
    ...{ timeoutMilliseconds: 30_000, maxBytes: 64 * 1024 },
  });
}
