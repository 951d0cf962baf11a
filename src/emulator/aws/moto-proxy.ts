/**
 * Forwards a request to moto and the response back. Everything that S3 and its checks depend on stays unchanged: body,
 * length, ETag and conditions. Hop-by-hop headers are removed.
 */
import { request, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { MotoPatch } from "./moto-patches";

/** Reads the rest of a message. */
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

/** Our server has answered `expect` already: moto would delay the body until it has answered too. */
const hopByHopHeaders = ["connection", "keep-alive", "expect", "transfer-encoding", "proxy-connection"];

interface ForwardedRequest {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  /** The body, if it has been read. @default it is streamed from `incoming` */
  readonly body?: Buffer;
  /** Called when moto has carried out the request, before its response is sent. */
  readonly onCarriedOut: () => void;
  /** Corrects the body of moto's response. @default the body is streamed unchanged */
  readonly patch?: MotoPatch;
}

/** @returns the status of the response. @throws when moto does not answer */
export function forwardToMoto(
  upstream: string,
  { incoming, response, body, onCarriedOut, patch }: ForwardedRequest,
): Promise<number> {
  const headers = endToEndHeaders(incoming.headers);
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(upstream);
    // The path is not decoded. No agent: moto ends each connection after its response.
    const { method, url: path } = incoming;
    const outgoing = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
      const status = answer.statusCode ?? 502;
      onCarriedOut();
      const answerHeaders = endToEndHeaders(answer.headers);
      if (patch === undefined) {
        response.writeHead(status, answer.statusMessage, answerHeaders);
        answer.once("error", reject).pipe(response);
      } else {
        readAll(answer).then((text) => {
          const patched = patch(text.toString());
          answerHeaders["content-length"] = Buffer.byteLength(patched);
          response.writeHead(status, answer.statusMessage, answerHeaders).end(patched);
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
