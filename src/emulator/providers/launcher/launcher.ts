/**
 * The program that Terraform finds in the mirror in a provider's place. It speaks TLS with Terraform, as plugins do,
 * and hands every byte on to the emulator's socket; what it stands for is in its own file name. Without the
 * emulator's environment it does nothing but say so.
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

/** Terraform connects at once, or never. */
const patienceMs = 60_000;
const lonely = setTimeout(() => process.exit(1), patienceMs);

/** Of the identity whose credentials Terraform has, if it has a socket of its own. */
const identitySocket = join(folder, socketFile(type, process.env.AWS_ACCESS_KEY_ID ?? ""));
const emulatorSocket = existsSync(identitySocket) ? identitySocket : join(folder, socketFile(type));

const certificate = readFileSync(join(folder, certificateFile), "utf8");
const own = mkdtempSync(join(tmpdir(), "glr-"));
const listening = join(own, "s");
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
    clearTimeout(lonely);
    const plain = connect(emulatorSocket);
    secure.pipe(plain).pipe(secure);
    // Terraform hangs up when it is done with its provider.
    secure.once("close", () => process.exit(0));
    secure.on("error", () => plain.destroy());
    plain.on("error", () => secure.destroy());
  },
);
process.once("exit", () => {
  rmSync(own, { recursive: true, force: true });
});
process.on("SIGTERM", () => process.exit(0));
// An interrupt goes to the whole group, but it is Terraform that decides when its provider ends.
process.on("SIGINT", () => undefined);
server.listen(listening, () => {
  const der = certificate.replace(/-----[^-]+-----|\s/g, "").replace(/=+$/, "");
  process.stdout.write(`1|5|unix|${listening}|grpc|${der}\n`);
});
