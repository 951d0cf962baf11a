/**
 * A state server like GitLab's, on loopback: it stores each state by name with a lock, and requires a password.
 * Source: "http" backend of the Terraform documentation, and GitLab's documentation of Terraform state.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen, type LoopbackServer } from "../../src/emulator/loopback-server";

export interface StateServer extends LoopbackServer {
  /** The latest states, by name. */
  readonly states: ReadonlyMap<string, string>;
  /** Lock information, by name of the state. */
  readonly locks: Map<string, string>;
}

export async function startStateServer(credentials: {
  user: string;
  password: string;
}): Promise<StateServer> {
  const states = new Map<string, string>();
  const locks = new Map<string, string>();
  const expected = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64")}`;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== expected) response.writeHead(401).end();
    else void answer(request, response, states, locks);
  });
  return { ...(await listen(server)), states, locks };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  states: Map<string, string>,
  locks: Map<string, string>,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://state");
  const [, name = "", lock] = pathname.split("/");
  const body = await bodyOf(request);
  const held = locks.get(name);
  const outcome = (): readonly [status: number, text?: string] => {
    switch (`${request.method ?? ""} ${lock === undefined ? "state" : "lock"}`) {
      case "GET state":
        return states.has(name) ? [200, states.get(name)] : [404];
      case "POST state":
        if (held === undefined || idOf(held) !== searchParams.get("ID")) return [409];
        states.set(name, body);
        return [200];
      case "POST lock":
        if (held !== undefined) return [423, held];
        locks.set(name, body);
        return [200];
      case "DELETE lock":
        locks.delete(name);
        return [200];
      default:
        return [405];
    }
  };
  const [status, text] = outcome();
  response.writeHead(status).end(text);
}

function idOf(lock: string): unknown {
  const parsed: unknown = JSON.parse(lock);
  return typeof parsed === "object" && parsed !== null && "ID" in parsed ? parsed.ID : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
