/**
 * The program that Terraform finds in the mirror instead of a provider. It speaks TLS with Terraform, as plugins do, and
 * forwards every byte to the emulator's socket. Its file name says which provider it replaces. Outside the emulator's
 * environment it prints an error and exits.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { basename, join } from "node:path";
import { createServer } from "node:tls";
import { tmpdir } from "node:os";
import { certificateFile, keyFile, socketFile, socketsVariable } from "./socket-paths";

const folder = process.env[socketsVariable];
const clientCertificate = process.env.PLUGIN_CLIENT_CERT;
const [, type] = /^terraform-provider-(\w+)_v/.exec(basename(process.argv[1] ?? "")) ?? [];
if (folder === undefined || clientCertificate === undefined || type === undefined) {
  process.stderr.write(
    "This is a provider of glrunner's emulator; only Terraform in its environment starts it.\n",
  );
  process.exit(1);
}

/** Terraform connects at once or never. */
const connectTimeoutMs = 60_000;
const connectTimer = setTimeout(() => process.exit(1), connectTimeoutMs);

/** The socket of the identity whose credentials Terraform has, if it has one. */
const identitySocket = join(folder, socketFile(type, process.env.AWS_ACCESS_KEY_ID ?? ""));
const emulatorSocket = existsSync(identitySocket) ? identitySocket : join(folder, socketFile(type));

const certificate = readFileSync(join(folder, certificateFile), "utf8");
const socketFolder = mkdtempSync(join(tmpdir(), "glr-"));
const ownSocket = join(socketFolder, "s");
const server = createServer(
  {
    cert: certificate,
    key: readFileSync(join(folder, keyFile)),
    ca: clientCertificate,
    requestCert: true,
    rejectUnauthorized: true,
    ALPNProtocols: ["h2"],
    minVersion: "TLSv1.2",
  },
  (secure) => {
    clearTimeout(connectTimer);
    const plain = connect(emulatorSocket);
    secure.pipe(plain).pipe(secure);
    // Terraform closes the connection when it no longer needs the provider.
    secure.once("close", () => process.exit(0));
    secure.on("error", () => plain.destroy());
    plain.on("error", () => secure.destroy());
  },
);
process.once("exit", () => {
  rmSync(socketFolder, { recursive: true, force: true });
});
process.on("SIGTERM", () => process.exit(0));
// Ctrl-C interrupts the whole process group, but Terraform decides when its provider ends.
process.on("SIGINT", () => undefined);
server.listen(ownSocket, () => {
  const der = certificate.replace(/-----[^-]+-----|\s/g, "").replace(/=+$/, "");
  process.stdout.write(`1|5|unix|${ownSocket}|grpc|${der}\n`);
});
