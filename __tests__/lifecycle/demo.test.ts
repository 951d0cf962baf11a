/**
 * The README's first command on a machine with only Node, npm, git and Python, an empty home, and a mirror instead of the
 * internet: it installs the missing programs, runs a complete life cycle, and does not touch a real state.
 */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findRequirements } from "../../src/emulator/requirements";
import { runCommand } from "../../src/clients/system/command";
import { startDownloadMirror } from "../support/download-mirror";
import { expectExit } from "../support/project";

const requirements = await findRequirements();

const asked = ["node", "npm", "git"];
/** No package registry has the pinned release, so the mirror cannot offer it. */
const notOffered = ["kubectl"];
/** Programs that the scripts of git start. */
const posix = ["sh", "basename", "sed", "uname"];

/** A Python without the packages of this machine, so without moto. */
async function bareInterpreter(programs: string, environment: string): Promise<void> {
  const create = [await programFile("python3"), "-m", "venv", "--without-pip", environment] as const;
  await expectExit(0, runCommand(create, { cwd: tmpdir(), env: process.env }));
  writeFileSync(join(programs, "python3"), `#!/bin/sh\nexec '${environment}/bin/python3' "$@"\n`, {
    mode: 0o755,
  });
}

/** Path of a program's file on this machine. On PATH there may be only the wrapper of a version manager. */
async function programFile(name: string): Promise<string> {
  const questions = {
    python3: ["python3", "-c", "import sys; print(sys.executable)"],
    node: [process.execPath, "-p", "process.execPath"],
  } as const;
  const command = name === "python3" || name === "node" ? questions[name] : (["which", name] as const);
  const { stdout } = await expectExit(0, runCommand(command, { cwd: tmpdir(), env: process.env }));
  return realpathSync(stdout.trim());
}

describe.skipIf(!requirements.ok)("npm run demo", () => {
  it.concurrent(
    "brings what is missing, deploys all, destroys all, and leaves a state elsewhere alone",
    async () => {
      if (!requirements.ok) throw new Error("it was skipped");
      const place = realpathSync(mkdtempSync(join(tmpdir(), "glr-")));
      const [home, programs, temporary, mirrored, real] = ["home", "bin", "t", "mirror", "real"].map(
        (name) => {
          mkdirSync(join(place, name));
          return join(place, name);
        },
      );
      if (!home || !programs || !temporary || !mirrored || !real) throw new Error("a folder is missing");
      for (const name of [...asked, ...notOffered, ...posix])
        symlinkSync(await programFile(name), join(programs, name));
      await bareInterpreter(programs, join(place, "python"));
      for (const stage of ["vpc", "eks", "addons", "runners"])
        writeFileSync(join(real, `${stage}.tfstate`), stage);
      const content = {
        providers: requirements.mirror,
        terraform: await programFile("terraform"),
        folder: mirrored,
      };
      const mirror = await startDownloadMirror(content);
      const env = {
        ...{ PATH: programs, HOME: home, TMPDIR: temporary, GLRUNNER__STATE__DIRECTORY: real },
        // Hides the provider that is installed on this machine.
        GLRUNNER_PROVIDER_MIRROR: join(place, "none"),
      };
      const command = ["npm", "run", "--silent", "demo", "--", "--json", "--mirror", mirror.url] as const;
      try {
        const { stdout, stderr } = await expectExit(
          0,
          runCommand(command, { cwd: process.cwd(), env, timeoutMs: 1_000_000 }),
        );
        expect(JSON.parse(stdout)).toMatchObject({
          steps: [
            { stack: "vpc", did: "deployed", changes: { add: 24 } },
            { stack: "eks", did: "deployed", changes: { add: 21 } },
            { stack: "addons", did: "deployed", changes: { add: 9 } },
            { stack: "runners", did: "deployed", changes: { add: 4 } },
            { stack: "runners", did: "destroyed", changes: { remove: 4 } },
            { stack: "addons", did: "destroyed", changes: { remove: 9 } },
            { stack: "eks", did: "destroyed", changes: { remove: 21 } },
            { stack: "vpc", did: "destroyed", changes: { remove: 24 } },
          ],
          outputs: { eks: { cluster_name: "glrunner" }, runners: { releases: ["fargate"] } },
          left: { aws: [], cluster: [] },
        });
        expect(stderr).toContain("Helm        gitlab-runner/fargate\n");
        expect(stderr).toMatch(/^\[3\/3\] moto 5\.2\.1 and the AWS CLI: from http:\S+, checksum verified/m);
        expect(mirror.asked.filter((path) => path.includes("terraform"))).toEqual([
          expect.stringContaining("/terraform_1.11.4_"),
          expect.stringContaining("/terraform-provider-aws_5.100.0_"),
        ]);
        // npm writes its log into this folder.
        expect(readdirSync(home).filter((name) => name !== ".npm")).toEqual([]);
        for (const file of readdirSync(real).filter((name) => name.endsWith(".tfstate"))) {
          expect(`${readFileSync(join(real, file), "utf8")}.tfstate`).toBe(file);
        }
      } finally {
        mirror.stop();
        rmSync(place, { recursive: true, force: true });
      }
    },
  );
});
