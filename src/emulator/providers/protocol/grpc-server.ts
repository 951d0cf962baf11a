/**
 * Serves gRPC on a local socket, as far as Terraform's plugin protocol needs it: one request message, one response
 * message. A method that is not served gets UNIMPLEMENTED at once. Source: "gRPC over HTTP2" of the gRPC project.
 */
import { chmodSync } from "node:fs";
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import { messageOf } from "../../../clients/system/error-message";
import type { Message } from "./protobuf";

/** Handles one call; undefined for a method that is not served. */
export type GrpcHandler = (
  method: string,
  request: Buffer,
) => Message | undefined | Promise<Message | undefined>;

export interface GrpcServer {
  readonly stop: () => Promise<void>;
}

/** Status codes of gRPC. */
const status = { unimplemented: 12, internal: 13 } as const;

/** @param socket a path of at most 107 bytes, the limit of the operating system */
export async function serveGrpc(socket: string, handler: GrpcHandler): Promise<GrpcServer> {
  const sessions = new Set<ServerHttp2Session>();
  const server = createServer({ settings: { initialWindowSize: 1 << 24 } });
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
  });
  server.on("stream", (stream, headers) => {
    // An interrupted Terraform disconnects in the middle of a call.
    stream.on("error", () => undefined);
    void answer(stream, headers[":path"] ?? "", handler);
  });
  await listen(server, socket);
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const session of sessions) session.destroy();
      }),
  };
}

function listen(server: Http2Server, socket: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(socket, () => {
      chmodSync(socket, 0o600);
      resolve();
    });
  });
}

async function answer(stream: ServerHttp2Stream, method: string, handler: GrpcHandler): Promise<void> {
  try {
    // The streams of go-plugin (stdio, broker) end with their client, so they are answered without a request.
    const request = method.startsWith("/plugin.GRPC") ? Buffer.alloc(0) : await requestOf(stream);
    const response = await handler(method, request);
    if (response === undefined) refuse(stream, status.unimplemented, `${method} is not served`);
    else respond(stream, response.encode());
  } catch (error) {
    refuse(stream, status.internal, messageOf(error));
  }
}

async function requestOf(stream: ServerHttp2Stream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  // A flag (one byte) and a length (four bytes) precede the message.
  return Buffer.concat(chunks).subarray(5);
}

function respond(stream: ServerHttp2Stream, message: Buffer): void {
  if (stream.destroyed) return;
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(message.length, 1);
  stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
  stream.once("wantTrailers", () => {
    stream.sendTrailers({ "grpc-status": "0" });
  });
  stream.end(Buffer.concat([frame, message]));
}

function refuse(stream: ServerHttp2Stream, code: number, message: string): void {
  if (stream.destroyed) return;
  stream.respond(
    {
      ":status": 200,
      "content-type": "application/grpc",
      "grpc-status": String(code),
      "grpc-message": encodeURIComponent(message),
    },
    { endStream: true },
  );
}
