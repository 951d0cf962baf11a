/** Terraform in the folder of a stack whose state was moved. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as command from "../../../src/clients/system/command";
import { MoveStop } from "../../../src/migrate/state-move/problem";
import { initialise, plannedChanges, refreshOutputs } from "../../../src/migrate/state-move/refresh";
import { failsWith, scriptedCommands, succeeds } from "../../support/scripted-commands";

const stack = {
  ...{ stack: "eks", folder: "/stacks/eks", backend: {}, place: "s3 b/eks" },
  roots: new Set<string>(),
};
const options = { env: { TF_VAR_a: "1" } };

let commands: ReturnType<typeof scriptedCommands>;
const calls: { readonly cwd: string; readonly env: command.CommandOptions["env"] }[] = [];
beforeEach(() => {
  commands = scriptedCommands();
  calls.length = 0;
  vi.spyOn(command, "runCommand").mockImplementation((words, given) => {
    calls.push({ cwd: given.cwd, env: given.env });
    return commands.execute(words, given);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  commands.expectDone();
});

const stopOf = (work: Promise<unknown>) =>
  work.then(
    () => "none",
    (error: unknown) => (error instanceof MoveStop ? error.problem : String(error)),
  );

describe("a stack whose state was moved", () => {
  it("forgets the backend that its folder used", async () => {
    commands.script(["init -reconfigure", succeeds]);
    await initialise(stack, options);
    expect(calls).toEqual([{ cwd: "/stacks/eks", env: options.env }]);
  });

  it("calculates its outputs again and changes no resource", async () => {
    commands.script(["apply -refresh-only", succeeds]);
    await refreshOutputs(stack, options);
    expect(calls).toHaveLength(1);
  });

  it("has no changes when its state matches the configuration", async () => {
    commands.script(["plan", succeeds]);
    expect(await plannedChanges(stack, options)).toEqual([]);
  });

  it("lists the changes of resources and outputs otherwise", async () => {
    const events = [
      { type: "planned_change", change: { resource: { addr: "aws_vpc.this" }, action: "delete" } },
      { type: "outputs", outputs: { vpc_id: { action: "update" }, name: { action: "noop" } } },
    ];
    commands.script(["plan", { status: 2, stdout: events.map((event) => JSON.stringify(event)).join("\n") }]);
    expect(await plannedChanges(stack, options)).toEqual([
      { address: "aws_vpc.this", action: "delete" },
      { address: "output.vpc_id", action: "update" },
    ]);
  });

  it.each([
    ["init -reconfigure", initialise],
    ["apply -refresh-only", refreshOutputs],
    ["plan", plannedChanges],
  ])("stops the move with every error of %s", async (words, work) => {
    commands.script([words, failsWith("first", "second")]);
    const problem = await stopOf(work(stack, options));
    expect(problem).toMatchObject({ code: "move-terraform" });
    expect(JSON.stringify(problem)).toMatch(/first.*second/);
  });
});
