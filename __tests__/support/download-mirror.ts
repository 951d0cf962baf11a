/**
 * Serves the downloads of `glrunner bootstrap` on loopback for a machine without Internet access: Terraform, the AWS
 * provider and the Python wheels of moto, at the URL paths of their publishers.
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
  /** The paths of all requests. */
  readonly asked: readonly string[];
  readonly stop: () => void;
}

interface MirrorContent {
  /** A folder of unpacked providers. It contains `registry.terraform.io`. */
  readonly providers: string;
  /** Path of a Terraform program of the pinned release. The checksum of the program itself is also recorded. */
  readonly terraform: string;
  /** An empty folder for the wheels. */
  readonly folder: string;
}

/** Downloads the wheels and starts the server. @throws if PyPI is unreachable */
export async function startDownloadMirror(content: MirrorContent): Promise<DownloadMirror> {
  const wheels = await downloadWheels(content.folder);
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

/** Downloads the pinned wheels. @returns the folder that contains them */
async function downloadWheels(folder: string): Promise<string> {
  const wheels = join(folder, "wheels");
  mkdirSync(wheels);
  const options = [
    "--require-hashes",
    "--only-binary",
    ":all:",
    "-r",
    "src/bootstrap/python-requirements.txt",
  ];
  const pip = ["python3", "-m", "pip", "download", "--quiet", "--dest", wheels, ...options] as const;
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
    const files = readdirSync(wheels).filter((file) => projectName(file) === name);
    response.setHeader("content-type", "text/html");
    response.statusCode = files.length === 0 ? 404 : 200;
    response.end(files.map((file) => `<a href="/wheels/${file}">${file}</a>\n`).join(""));
  } else if (kind === "wheels") {
    createReadStream(join(wheels, name)).pipe(response);
  } else {
    response.writeHead(404).end(version);
  }
}

/** Returns the normalized project name of a wheel. Source: packaging.python.org/specifications/name-normalization */
function projectName(file: string): string {
  return (file.split("-")[0] ?? "").toLowerCase().replace(/[-_.]+/g, "-");
}

/** Sends a folder as a zip archive without compression, which would make the test slow. */
async function sendArchive(folder: string, response: ServerResponse): Promise<void> {
  const directory: Buffer[] = [];
  let offset = 0;
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
    const attributes = Buffer.alloc(14);
    // The mode of an executable file on Unix.
    attributes.writeUInt32LE((0o100755 << 16) >>> 0, 6);
    attributes.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), header, attributes, Buffer.from(name)]));
    response.write(local);
    for await (const chunk of readChunks(path)) {
      if (!response.write(chunk)) await new Promise((resolve) => response.once("drain", resolve));
    }
    offset += local.length + size;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  response.end(Buffer.concat([list, Buffer.from("PK\x05\x06"), end]));
}

async function* readChunks(path: string): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 }))
    if (Buffer.isBuffer(chunk)) yield chunk;
}
