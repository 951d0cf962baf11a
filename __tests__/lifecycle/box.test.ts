/**
 * A complete life cycle in a box like CloudShell. In the middle, the box loses everything except the home folder. For
 * comparison, the same box runs cdktf with its defaults. Both print the resources that they used.
 */
import { missingInCi } from "../support/requirement";
import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findRequirements } from "../../src/emulator/requirements";
import { runCommand } from "../../src/clients/system/command";
import { bundle, fileName } from "../../src/release/bundle";
import { rememberDeployer } from "../support/allowed-calls";
import { missingForBox, packedMirror, programAt, withBox, type Box, type ShellResult } from "../support/box";
import { memoryLimit } from "../support/memory";
import { canary, expectExit, filesContaining, parsedYaml } from "../support/project";
import { canEmulate, withEmulator } from "../support/use-emulator";

const yaml = `name: glrunner
region: us-west-2
network: { nat: none }
addons: { karpenter: { enabled: false } }
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token" }
`;

describe("the limits of the box", () => {
  it("end a process that exceeds them, if this system supports them", async () => {
    const memory = memoryLimit(64);
    const take = [memory.enter, `exec ${process.execPath} -e 'Buffer.alloc(2 ** 28, 1)'`].join("\n");
    const { status } = await runCommand(["/bin/sh", "-c", take], { cwd: "/", env: {} });
    const [kills, limited] = [memory.kills(), memory.enter !== ""];
    memory.remove();
    expect({ limited, status, killed: (kills ?? 0) > 0 }).toEqual({
      limited,
      status: limited ? undefined : 0,
      killed: limited,
    });
  });
});

const missing = await missingForBox();

it("CI can create a box", async (context) => {
  expect(await missingInCi(missing, context)).toEqual([]);
});

describe.skipIf(!canEmulate || missing.length > 0)("a box with a home of 1 GB and 2 GB of memory", () => {
  it("deploys, resumes after a loss and destroys after bootstrap; with cdktf's defaults its disk is full", async () => {
    await withEmulator({}, async (emulator) => {
      rememberDeployer(emulator, parsedYaml(yaml, emulator.home));
      const requirements = await findRequirements();
      const unpacked = requirements.ok ? requirements.mirror : "";
      const mirrorFolder = join(emulator.folder, "packed");
      mkdirSync(mirrorFolder);
      const mirror = await packedMirror(unpacked, mirrorFolder);
      const stacks = join(emulator.folder, "stacks");
      await withBox(emulator, mirror, async (box) => {
        await wholeLife(box, stacks);
        expect(filesContaining(box.home, canary)).toEqual([]);
        const { aws, cluster } = await emulator.inventory();
        expect({ aws, cluster }).toEqual({ aws: [], cluster: [] });
      });
      await withBox(emulator, mirror, (box) => byDefaults(box, stacks));
    });
  });
});

async function wholeLife(box: Box, stacks: string): Promise<void> {
  const { home, outside, memory } = box;
  const release = join(home, "glrunner");
  mkdirSync(release);
  copyFileSync("src/bootstrap/bootstrap.sh", join(release, "bootstrap.sh"));
  writeFileSync(join(release, fileName), (await bundle(process.cwd())).text);
  writeFileSync(join(home, "glrunner.yaml"), yaml);
  const file = await programAt("terraform");
  // Any release will do in this test.
  const checksum = createHash("sha256").update(readFileSync(file)).digest("hex");
  const given = `--terraform ${file} --checksum ${checksum}`;
  const session = (command: string, lostWhen?: () => boolean) => {
    const workspace = join(outside, "w");
    const ready = `sh "$HOME/glrunner/bootstrap.sh" --workspace ${workspace} ${given} --home kept`;
    return box.shell(`eval "$(${ready})"\n${command}`, lostWhen);
  };
  const journal = join(home, "tfstate/glrunner/glrunner.run/journal.jsonl");
  const inClusterStage = () =>
    existsSync(journal) &&
    readFileSync(journal, "utf8")
      .split("\n")
      .some((line) =>
        ['"kind":"step-started"', '"stack":"eks"', '"step":"apply"'].every((part) => line.includes(part)),
      );

  const first = await session("true");
  endedWith(0, first);
  expect(first.output).toContain("installed terraform 1.11.4 from ");
  const again = await session("true");
  expect(again.output).toMatch(/^Nothing to do\.\n/);
  const lost = await session("glrunner deploy --yes", inClusterStage);
  endedWith(null, lost);
  cpSync(join(outside, "w/cdktf.out/stacks"), stacks, {
    recursive: true,
    filter: (path) => !path.includes(".terraform"),
  });
  rmSync(join(outside, "w"), { recursive: true });
  const repaired = await session("true");
  expect(repaired.output).toContain("installed terraform 1.11.4 from ");
  const resumed = await session("glrunner resume --yes");
  endedWith(0, resumed);
  const destroyed = await session("glrunner destroy --confirm glrunner");
  endedWith(0, destroyed);
  tell("with bootstrap", box, { first, again, lost, repaired, resumed, destroyed });
  expect(box.mostUsedMiB()).toBeLessThan(50);
  expect(memory.peakMiB()).toBeLessThan(2048);
}

/** Works as cdktf does in a project in the home folder: every stack unpacks its own providers. */
async function byDefaults(box: Box, stacks: string): Promise<void> {
  const work = join(box.home, "project/cdktf.out/stacks");
  cpSync(stacks, work, { recursive: true });
  const terraform = await programAt("terraform");
  const init = (stack: string) =>
    box.shell(`${terraform} -chdir=project/cdktf.out/stacks/${stack} init -input=false -no-color`);
  const vpc = await init("vpc");
  endedWith(0, vpc);
  const afterOne = box.usedMiB();
  const packages = await packagesMiB();
  const eks = await init("eks");
  tell(
    `by cdktf's defaults (${afterOne} MiB after one of four stages, without ${packages} MiB of packages)`,
    box,
    { vpc, eks },
  );
  expect(eks.status).toBe(1);
  expect(eks.output).toContain("no space left on device");
}

/** The size of cdktf and its provider packages, which `npm install` puts next to the stacks. */
async function packagesMiB(): Promise<number> {
  const folders = ["cdktf", "cdktf-cli", "@cdktf"].map((name) => join("node_modules", name));
  const run = runCommand(["du", "-scm", ...folders], { cwd: process.cwd(), env: process.env });
  const { stdout } = await expectExit(0, run);
  return Number(/(\d+)\s+total/.exec(stdout)?.[1]);
}

/** @throws an error with the output, if the command ended in another way */
function endedWith(status: number | null, ran: ShellResult): void {
  if (ran.status !== status) throw new Error(`ended with ${ran.status ?? "a signal"}\n${ran.output}`);
}

function tell(what: string, box: Box, ran: Readonly<Record<string, ShellResult>>): void {
  const kills = box.memory.kills();
  const limit =
    kills === undefined ? "no control group here: measured only" : `limit 2048 MiB, ${kills} kills`;
  const times = Object.entries(ran).map(([name, { seconds }]) => `${name} ${seconds} s`);
  process.stdout.write(
    `box ${what}: home ${box.mostUsedMiB()} MiB of 1024 at most; memory ${box.memory.peakMiB()} MiB at most (${limit}); ${times.join(", ")}\n`,
  );
}
