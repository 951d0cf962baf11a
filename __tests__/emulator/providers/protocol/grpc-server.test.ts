import { mkdtempSync, rmSync, statSync } from "node:fs";
import { connect, type IncomingHttpHeaders } from "node:http2";
import { connect as connectTo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveGrpc, type GrpcServer } from "../../../../src/emulator/providers/protocol/grpc-server";
import { Message } from "../../../../src/emulator/providers/protocol/protobuf";

interface Answer {
  readonly status: unknown;
  readonly body: Buffer;
}

describe("the gRPC server", () => {
  const folder = mkdtempSync(join(tmpdir(), "glr-"));
  const socket = join(folder, "s");
  let server: GrpcServer;

  beforeAll(async () => {
    server = await serveGrpc(socket, (method, request) => {
      if (method === "/a/Fail") throw new Error("no");
      return method === "/a/Echo" ? new Message().bytes(1, request) : undefined;
    });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  function call(path: string, message: Buffer, end = true): Promise<Answer> {
    const session = connect("http://localhost", { createConnection: () => connectTo(socket) });
    return new Promise((resolve) => {
      const stream = session.request({ ":method": "POST", ":path": path, te: "trailers" });
      const chunks: Buffer[] = [];
      let status: unknown;
      const look = (headers: IncomingHttpHeaders) => (status ??= headers["grpc-status"]);
      stream.on("response", look).on("trailers", look);
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("close", () => {
        session.close();
        resolve({ status, body: Buffer.concat(chunks) });
      });
      const frame = Buffer.alloc(5);
      frame.writeUInt32BE(message.length, 1);
      if (end) stream.end(Buffer.concat([frame, message]));
      else stream.write(Buffer.concat([frame, message]));
    });
  }

  it("passes on a message of any length and returns the response", async () => {
    const long = Buffer.alloc(300_000, "x");
    const { status, body } = await call("/a/Echo", long);
    expect(status).toBe("0");
    expect(body.readUInt32BE(1)).toBe(body.length - 5);
    expect(body.subarray(5).equals(new Message().bytes(1, long).encode())).toBe(true);
  });

  it("answers an unserved method at once, even before the request ends", async () => {
    expect(await call("/a/Other", Buffer.from("x"))).toMatchObject({ status: "12" });
    expect(await call("/plugin.GRPCStdio/StreamStdio", Buffer.alloc(0), false)).toMatchObject({
      status: "12",
    });
  });

  it("reports an error of the handler, and continues", async () => {
    expect(await call("/a/Fail", Buffer.alloc(0))).toMatchObject({ status: "13" });
    expect(await call("/a/Echo", Buffer.alloc(0))).toMatchObject({ status: "0" });
  });

  it("lets only its owner connect", () => {
    expect(statSync(socket).mode & 0o777).toBe(0o600);
  });
});
