/**
 * Simulates GitLab in a company network: a private CA issued its certificate, no DNS server resolves its name (RFC 6761,
 * `.test`), and clients reach it only through the company's proxy.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { connect, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { withGitLab, type AccessToken, type GitLabServer } from "./gitlab-server";

const host = "gitlab.company.test";

/** A server that is reachable only through the proxy. */
export interface CompanyServer {
  readonly url: string;
  /** The certificate of the CA, in PEM format. */
  readonly ca: string;
  readonly proxy: {
    readonly url: string;
    /** The `host:port` of each CONNECT request, in order. */
    readonly connects: string[];
    /** The required login as `user:password`. @default the proxy requires no login */
    login: string | undefined;
  };
}

export interface CompanyGitLab extends CompanyServer {
  readonly gitlab: GitLabServer;
}

/** Calls `use` with a GitLab behind the proxy, and stops its servers afterwards. */
export async function withCompanyGitLab(
  accessTokens: Readonly<Record<string, AccessToken>>,
  use: (company: CompanyGitLab) => Promise<void>,
): Promise<void> {
  await withGitLab(accessTokens, (gitlab) =>
    withCompanyServer(Number(new URL(gitlab.url).port), (company) => use({ ...company, gitlab })),
  );
}

/**
 * Puts TLS and the proxy in front of a server, and calls `use`.
 * @param port the port on loopback where the server listens without TLS
 */
export async function withCompanyServer(
  port: number,
  use: (company: CompanyServer) => Promise<void>,
): Promise<void> {
  const { ca, cert, key } = (cachedCertificates ??= certificates());
  const secured = createTlsServer({ cert, key }, (socket) => {
    forward(socket, connect(port, "127.0.0.1"));
  });
  await onLoopback(secured, async (tlsPort) => {
    const proxy: CompanyServer["proxy"] = { url: "", connects: [], login: undefined };
    await onLoopback(proxyServer(proxy, tlsPort), (proxyPort) =>
      use({
        ...{ url: `https://${host}`, ca },
        proxy: Object.assign(proxy, { url: `http://127.0.0.1:${proxyPort}` }),
      }),
    );
  });
}

function proxyServer(proxy: CompanyServer["proxy"], tlsPort: number): Server {
  return createHttpServer((_, response) => {
    response.writeHead(405).end();
  }).on("connect", ({ url = "", headers }, socket: Socket) => {
    proxy.connects.push(url);
    const login = proxy.login && `Basic ${Buffer.from(proxy.login).toString("base64")}`;
    if (login !== undefined && headers["proxy-authorization"] !== login) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    } else if (url !== `${host}:443`) {
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    } else {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      forward(socket, connect(tlsPort, "127.0.0.1"));
    }
  });
}

/** Forwards data in both directions until one of the sockets closes. */
function forward(client: Socket, upstream: Socket): void {
  client.pipe(upstream).pipe(client);
  client.once("error", () => upstream.destroy());
  upstream.once("error", () => client.destroy());
}

/** Calls `use` while the server listens on a free port, then closes its connections. */
async function onLoopback(server: Server, use: (port: number) => Promise<void>): Promise<void> {
  const open = new Set<Socket>();
  server.on("connection", (socket: Socket) => open.add(socket));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    await use(address.port);
  } finally {
    for (const socket of open) socket.destroy();
    server.close();
  }
}

/** Created once per process, because openssl is slow. */
let cachedCertificates: ReturnType<typeof certificates> | undefined;

/** Creates a CA and a certificate of the host that the CA issued. All texts are in PEM format. */
function certificates() {
  const folder = mkdtempSync(join(tmpdir(), "glr-"));
  const file = (name: string) => join(folder, name);
  const make = (name: string, ...args: readonly string[]) => {
    const form = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
    const output = ["-keyout", file(`${name}.key`), "-out", file(`${name}.pem`)];
    execFileSync("openssl", ["req", "-x509", ...form, ...output, ...args], { stdio: "pipe" });
    return readFileSync(file(`${name}.pem`), "utf8");
  };
  try {
    const ca = make("ca", "-subj", "/CN=Company CA");
    const signer = ["-CA", file("ca.pem"), "-CAkey", file("ca.key")];
    const names = ["-addext", `subjectAltName=DNS:${host}`, "-addext", "basicConstraints=CA:FALSE"];
    const cert = make("host", "-subj", `/CN=${host}`, ...signer, ...names);
    return { ca, cert, key: readFileSync(file("host.key"), "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
