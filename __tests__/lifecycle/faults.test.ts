/**
 * Runs plain Terraform with the tutorial's faults: checks what it prints and leaves behind, and that the same command then
 * completes the stage. The staged run must handle these faults better.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Emulator } from "../../src/emulator";
import { runCommand } from "../../src/clients/system/command";
import { stages } from "../../src/config/stages";
import { createProject, expectExit, type Project } from "../support/project";
import { tutorialFaults, type TutorialFault } from "./tutorial-faults";
import { canEmulate, withEmulator } from "../support/use-emulator";

const yaml = `name: glrunner
region: us-west-2
network: { nat: none }
runners:
  - { name: fargate, token: "env:TF_VAR_fargate_token" }
  - { name: spot, token: "env:TF_VAR_spot_token", compute: spot }
`;

describe("the list of faults", () => {
  it("has a fault for every stage, each with a unique id", () => {
    const ids = tutorialFaults.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(stages.filter((stage) => !tutorialFaults.some((fault) => fault.stage === stage))).toEqual([]);
  });
});

it("the documentation lists exactly these faults", () => {
  const rows = readFileSync("docs/emulator.md", "utf8")
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const told = tutorialFaults.map(({ id }) => rows.find((cells) => cells[2] === id)?.slice(1, 5));
  const known = tutorialFaults.map(({ stage, id, plainRun }) =>
    plainRun.outcome === "fails"
      ? [stage, id, `fails: \`${plainRun.text}\``, plainRun.tainted.join(", ") || "nothing"]
      : [stage, id, plainRun.outcome, "-"],
  );
  expect(told).toEqual(known);
});

describe.skipIf(!canEmulate)("a plain Terraform run with a fault", () => {
  it.concurrent("ends in each stage as recorded, and the same command then succeeds", async () => {
    await withEmulator({}, async (emulator) => {
      const project = createProject(emulator, yaml);
      for (const stage of stages) {
        await expectExit(0, project.terraform(stage, "init"));
        for (const fault of tutorialFaults.filter((each) => each.stage === stage)) {
          const seen = await meet(fault, emulator, project);
          expect({ id: fault.id, ...seen }).toEqual({ id: fault.id, ...fault.plainRun });
        }
        await expectExit(0, project.terraform(stage, "apply", "-auto-approve"));
      }
    });
  });
});

async function meet(
  fault: TutorialFault,
  emulator: Emulator,
  project: Project,
): Promise<TutorialFault["plainRun"]> {
  const calls = emulator.aws.calls.length;
  await fault.inject(emulator);
  const gone = Object.fromEntries((fault.without ?? []).map((name) => [name, undefined]));
  const { status, stdout, stderr } = await runCommand(["terraform", "apply", "-auto-approve", "-no-color"], {
    cwd: project.stackFolder(fault.stage),
    env: { ...project.env, ...gone },
    timeoutMs: 600_000,
  });
  emulator.aws.clearFaults();
  emulator.providers.faults.clear();
  fault.lift?.(emulator);
  if (status === 0) {
    const refused = emulator.aws.calls.slice(calls).filter((call) => call.status >= 400);
    const met = refused.filter(({ operation }) => operation === fault.operation);
    // Otherwise the run could have succeeded because the fault was never injected.
    expect({ id: fault.id, met: met.length > 0 }).toEqual({ id: fault.id, met: true });
    return { outcome: "retried by the provider" };
  }
  // The printed text, without the line breaks for the terminal's width.
  const said = `${stdout}${stderr}`.replace(/\s+/g, " ");
  const { plainRun } = fault;
  const expected = plainRun.outcome === "fails" ? plainRun.text : "";
  const text = expected !== "" && said.includes(expected) ? expected : said.slice(-1500);
  return {
    outcome: "fails",
    text,
    tainted: taintedIn(join(emulator.home, `tfstate/glrunner/${fault.stage}.tfstate`)),
  };
}

const stateSchema = z.object({
  resources: z.array(
    z.object({
      module: z.string().optional(),
      type: z.string(),
      name: z.string(),
      instances: z.array(z.object({ status: z.string().optional() })),
    }),
  ),
});

/** Addresses of the resources that the next apply would replace. */
function taintedIn(stateFile: string): string[] {
  let text: string;
  try {
    text = readFileSync(stateFile, "utf8");
  } catch {
    // Nothing was created, so nothing was written.
    return [];
  }
  return stateSchema
    .parse(JSON.parse(text))
    .resources.filter(({ instances }) => instances.some(({ status }) => status === "tainted"))
    .map(({ module, type, name }) => [module, type, name].filter(Boolean).join("."));
}
