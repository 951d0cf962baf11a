/**
 * Passes a request on to moto and its answer back, unchanged in what S3 and its checks depend on: body, length, ETag
 * and conditions. What concerns a single connection is left out.
 */
import { request, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { MotoPatch } from "./moto-patches";

/** What a connection has yet to say. */
export function readAll(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((resolve, reject) => {
    message
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .once("error", reject)
      .once("end", () => {
        resolve(Buffer.concat(chunks));
      });
  });
}

/** `expect` was answered by our own server; waiting for moto to do so again would hold the body back. */
const hopByHopHeaders = ["connection", "keep-alive", "expect", "transfer-encoding", "proxy-connection"];

interface ForwardedRequest {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  /** The body, where it was read already. @default what still comes */
  readonly body?: Buffer;
  /** moto has done it; its answer is not passed back yet. */
  readonly answered: () => void;
  /** What to make of a text that moto answers. @default nothing, it is passed back while it comes */
  readonly patch?: MotoPatch;
}

/** Ends with the status that was passed back. @throws when moto does not answer */
export function forwardToMoto(
  upstream: string,
  { incoming, response, body, answered: onAnswer, patch: correct }: ForwardedRequest,
): Promise<number> {
  const headers = endToEndHeaders(incoming.headers);
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(upstream);
    // The path as it came, and no agent: moto ends each connection after its answer.
    const { method, url: path } = incoming;
    const outgoing = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
      const status = answer.statusCode ?? 502;
      onAnswer();
      const answered = endToEndHeaders(answer.headers);
      if (correct === undefined) {
        response.writeHead(status, answer.statusMessage, answered);
        answer.once("error", reject).pipe(response);
      } else {
        readAll(answer).then((text) => {
          const corrected = correct(text.toString());
          answered["content-length"] = Buffer.byteLength(corrected);
          response.writeHead(status, answer.statusMessage, answered).end(corrected);
        }, reject);
      }
      response.once("close", () => {
        resolve(status);
      });
    });
    outgoing.once("error", reject);
    response.once("close", () => outgoing.destroy());
    if (body === undefined) incoming.pipe(outgoing);
    else outgoing.end(body);
  });
}

function endToEndHeaders(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHopHeaders.includes(name)));
}
