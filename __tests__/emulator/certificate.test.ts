import { X509Certificate } from "node:crypto";
import { connect, createServer } from "node:tls";
import { describe, expect, it } from "vitest";
import { createCertificate } from "../../src/emulator/certificate";

describe("the emulator's certificate", () => {
  const { certificate, key } = createCertificate(new Date("2026-11-24"));

  it("is its own authority, for localhost and 127.0.0.1, for ten years", () => {
    const read = new X509Certificate(certificate);
    expect(read.checkHost("localhost")).toBe("localhost");
    expect(read.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(read.checkHost("example.com")).toBeUndefined();
    expect(read.ca).toBe(true);
    expect(read.verify(read.publicKey)).toBe(true);
    expect([read.validFrom, read.validTo]).toEqual(["Jan  1 00:00:00 2025 GMT", "Jan  1 00:00:00 2036 GMT"]);
  });

  it("is accepted only by a client that trusts it", async () => {
    const server = createServer({ cert: certificate, key }, (socket) => socket.end("hello"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const read = (ca: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = connect({ host: "127.0.0.1", port, ca, servername: "localhost" });
        socket.once("error", reject).once("data", (data: Buffer) => {
          resolve(data.toString());
        });
      });
    expect(await read(certificate)).toBe("hello");
    await expect(read(createCertificate().certificate)).rejects.toThrow(/self-signed certificate/);
    server.close();
  });

  it("is different each time", () => {
    const other = new X509Certificate(createCertificate().certificate);
    expect(other.serialNumber).not.toBe(new X509Certificate(certificate).serialNumber);
  });
});
