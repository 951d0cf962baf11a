/**
 * The Internet of a machine that has none, on loopback: Terraform, the AWS provider and the wheels of moto as this
 * machine has them, at the paths of their publishers.
 */
import { createReadStream, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { programPins, providerPins } from "../../modules/pins";
import { awsProviderPath, releases } from "../../src/bootstrap/releases";
import { runCommand } from "../../src/clients/system/command";
import { platform } from "../../src/emulator/providers/aws-mirror";
import { expectExit } from "./project";

interface DownloadMirror {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  readonly stop: () => void;
}

interface MirrorContent {
  /** The folder that holds `registry.terraform.io`, unpacked. */
  readonly providers: string;
  /** A program of the pinned release, whose own checksum is recorded as well. */
  readonly terraform: string;
  /** An empty folder. */
  readonly folder: string;
}

/** @throws when PyPI cannot be reached */
export async function startDownloadMirror(content: MirrorContent): Promise<DownloadMirror> {
  const wheels = await downloadedWheels(content.folder);
  const asked: string[] = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    answer(url, response, content, wheels);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    asked,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function downloadedWheels(folder: string): Promise<string> {
  const wheels = join(folder, "wheels");
  mkdirSync(wheels);
  const checked = [
    "--require-hashes",
    "--only-binary",
    ":all:",
    "-r",
    "src/bootstrap/python-requirements.txt",
  ];
  const pip = ["python3", "-m", "pip", "download", "--quiet", "--dest", wheels, ...checked] as const;
  await expectExit(0, runCommand(pip, { cwd: process.cwd(), env: process.env }));
  return wheels;
}

function answer(url: string, response: ServerResponse, content: MirrorContent, wheels: string): void {
  const [, kind = "", name = ""] = url.split("/");
  const { version } = programPins.terraform;
  if (url === `/${releases.terraform.path(platform)}`) {
    response.end(readFileSync(content.terraform));
  } else if (url === `/${awsProviderPath(platform)}`) {
    const { source, version: provider } = providerPins.aws;
    const unpacked = join(content.providers, "registry.terraform.io", source, provider, platform);
    void sendArchive(unpacked, response);
  } else if (kind === "simple" && name !== "") {
    const files = readdirSync(wheels).filter((file) => distribution(file) === name);
    response.setHeader("content-type", "text/html");
    response.statusCode = files.length === 0 ? 404 : 200;
    response.end(files.map((file) => `<a href="/wheels/${file}">${file}</a>\n`).join(""));
  } else if (kind === "wheels") {
    createReadStream(join(wheels, name)).pipe(response);
  } else {
    response.writeHead(404).end(version);
  }
}

/** Source: packaging.python.org/specifications/name-normalization */
function distribution(file: string): string {
  return (file.split("-")[0] ?? "").toLowerCase().replace(/[-_.]+/g, "-");
}

/** A zip archive of a folder whose files are not compressed, since the test has no time for that. */
async function sendArchive(folder: string, response: ServerResponse): Promise<void> {
  const directory: Buffer[] = [];
  let at = 0;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const { size } = statSync(path);
    let sum = 0;
    for await (const chunk of readChunks(path)) sum = crc32(chunk, sum);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt32LE(sum, 10);
    header.writeUInt32LE(size, 14);
    header.writeUInt32LE(size, 18);
    header.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), header, Buffer.from(name)]);
    const place = Buffer.alloc(14);
    // A program of Unix, with its mode.
    place.writeUInt32LE((0o100755 << 16) >>> 0, 6);
    place.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), header, place, Buffer.from(name)]));
    response.write(local);
    for await (const chunk of readChunks(path)) {
      if (!response.write(chunk)) await new Promise((resolve) => response.once("drain", resolve));
    }
    at += local.length + size;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  response.end(Buffer.concat([list, Buffer.from("PK\x05\x06"), end]));
}

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }))
    if (Buffer.isBuffer(chunk)) yield chunk;
}
