/**
 * The GitLab of a company: its certificate is of a CA of its own, its name exists in no DNS (RFC 6761, `.test`), and
 * only the company's proxy connects to it.
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

export interface CompanyServer {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  readonly proxy: {
    readonly url: string;
    /** What the proxy was asked to connect to, call by call. */
    readonly connects: string[];
    /** `user:password`. @default the proxy asks for none */
    login: string | undefined;
  };
}

export interface CompanyGitLab extends CompanyServer {
  readonly gitlab: GitLabServer;
}

export async function withCompanyGitLab(
  accessTokens: Readonly<Record<string, AccessToken>>,
  use: (company: CompanyGitLab) => Promise<void>,
): Promise<void> {
  await withGitLab(accessTokens, (gitlab) =>
    withCompanyServer(Number(new URL(gitlab.url).port), (company) => use({ ...company, gitlab })),
  );
}

/** Any server of the company. @param port where it answers on loopback without TLS */
export async function withCompanyServer(
  port: number,
  use: (company: CompanyServer) => Promise<void>,
): Promise<void> {
  const { ca, cert, key } = (made ??= certificates());
  const secured = createTlsServer({ cert, key }, (socket) => {
    link(socket, connect(port, "127.0.0.1"));
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
      link(socket, connect(tlsPort, "127.0.0.1"));
    }
  });
}

/** Both ways, until one of the two ends. */
function link(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  one.once("error", () => other.destroy());
  other.once("error", () => one.destroy());
}

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

/** For all tests of a process. */
let made: ReturnType<typeof certificates> | undefined;

/** A CA, and of it a certificate for the host. */
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
