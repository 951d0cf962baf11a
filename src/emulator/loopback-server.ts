/** Starts a server on a free loopback port; stopping it also closes its open connections. */
import type { Server } from "node:http";
import { Server as SecureServer } from "node:https";

export interface LoopbackServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

export async function listen(server: Server | SecureServer): Promise<LoopbackServer> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return {
    url: `${server instanceof SecureServer ? "https" : "http"}://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
