/** One state in its backend: which commands of Terraform each method needs, and what their answers become. */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as command from "../../../src/clients/system/command";
import { MoveStop } from "../../../src/migrate/state-move/problem";
import { openStore } from "../../../src/migrate/state-move/store";
import {
  failsWith,
  printsState,
  prints,
  scriptedCommands,
  succeeds,
  type ScriptedStep,
} from "../../support/scripted-commands";
import { lockError, stateOf } from "./backend-stand-in";

const backend = { local: { path: "/states/vpc" } };
const stack = {
  stack: "vpc",
  folder: "/none",
  backend,
  place: "local /states/vpc",
  roots: new Set<string>(),
};
const writes = (stderr: string) => ({ status: 1, stderr });

let commands: ReturnType<typeof scriptedCommands>;
/** Of the last command. */
let last: command.CommandOptions;
beforeEach(() => {
  commands = scriptedCommands(["init", succeeds]);
  vi.spyOn(command, "runCommand").mockImplementation((words, options) => {
    last = options;
    return commands.execute(words, options);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function opened(...script: readonly ScriptedStep[]) {
  commands.script(...script);
  return openStore(stack, { env: { HOME: "/home/me", TF_DATA_DIR: "/data" } });
}
const codeOf = (error: unknown) => (error instanceof MoveStop ? error.problem.code : String(error));
const stopOf = (work: Promise<unknown>) => work.then(() => "none", codeOf);

describe("a state in its backend", () => {
  it("is opened in a private folder that holds the settings of the backend only", async () => {
    const { close } = await opened();
    const { cwd, env } = last;
    expect(JSON.parse(readFileSync(join(cwd, "main.tf.json"), "utf8"))).toEqual({ terraform: { backend } });
    expect(statSync(cwd).mode & 0o777).toBe(0o700);
    expect(env).toEqual({ HOME: "/home/me", TF_DATA_DIR: undefined, TF_IN_AUTOMATION: "1" });
    close();
    expect(existsSync(cwd)).toBe(false);
    commands.expectDone();
  });

  it("is not opened when the backend refuses, and leaves no folder", async () => {
    commands = scriptedCommands(["init", failsWith("no such bucket")]);
    expect(await stopOf(opened())).toBe("move-terraform");
    expect(existsSync(last.cwd)).toBe(false);
  });

  it("is opened when only the providers of its resources are missing", async () => {
    const reached = () => {
      mkdirSync(join(last.cwd, ".terraform"));
      writeFileSync(join(last.cwd, ".terraform/terraform.tfstate"), "{}");
    };
    commands = scriptedCommands(["init", { ...writes("no provider"), meanwhile: reached }]);
    const { close, place } = await opened();
    expect(place).toBe("local /states/vpc");
    close();
    commands.expectDone();
  });

  it.each([
    ["no text", prints("\n"), undefined],
    ["a state without a lineage", prints(JSON.stringify(stateOf("", []))), undefined],
    ["a state", printsState(3), 3],
  ])("is read from %s", async (_, answer, serial) => {
    const { pull, close } = await opened(["state pull", answer]);
    expect((await pull())?.serial).toBe(serial);
    close();
  });

  it.each([
    ["Terraform fails", writes("denied")],
    ["the text is no state", prints("{}")],
  ])("is not taken for empty when %s", async (_, answer) => {
    const { pull, close } = await opened(["state pull", answer]);
    expect(await stopOf(pull())).toBe("move-terraform");
    close();
  });

  it("is written from a file that only its owner can read", async () => {
    const state = stateOf("l", ["aws_vpc.this"]);
    let written: unknown;
    let mode = 0;
    const look = () => {
      const file = join(last.cwd, "push.tfstate");
      written = JSON.parse(readFileSync(file, "utf8"));
      mode = statSync(file).mode & 0o777;
    };
    const { push, close } = await opened(["state push", { ...succeeds, meanwhile: look }]);
    await push(state);
    expect(written).toEqual(state);
    expect(mode).toBe(0o600);
    close();
    commands.expectDone();
  });

  it("reports a refused write", async () => {
    const { push, close } = await opened(["state push", writes("newer state")]);
    expect(await stopOf(push(stateOf("l", [])))).toBe("move-terraform");
    close();
  });
});

describe("the lock of a state", () => {
  const lock = "untaint terraform_data.none";
  const lockedBy = async (stderr: string) => {
    commands = scriptedCommands(["init", succeeds]);
    const { lockedBy: ask, close } = await opened([lock, writes(stderr)]);
    close();
    return ask();
  };

  it("is free when Terraform gets it", async () => {
    const { lockedBy: ask, close } = await opened([lock, succeeds]);
    expect(await ask()).toBeUndefined();
    close();
  });

  it("is held by the user and the id that the backend reports", async () => {
    const holder = await lockedBy(lockError);
    expect(holder?.text).toContain("ci@runner-1");
    expect(holder?.id).toBe("0f5c");
  });

  it("has no holder where the backend reports only this command's own try", async () => {
    const own = lockError.replace("OperationTypeApply", "untaint");
    expect((await lockedBy(own))?.id).toBeUndefined();
    const named = own.replace(
      "resource temporarily unavailable",
      "HTTP remote state already locked: ID=9a-1",
    );
    expect((await lockedBy(named))?.id).toBe("9a-1");
  });

  it("has no id that a shell could read as something else", async () => {
    expect((await lockedBy(lockError.replace("0f5c", "$(reboot)")))?.id).toBeUndefined();
  });

  it("is not free when Terraform fails for another reason", async () => {
    expect(await stopOf(lockedBy("Error: denied"))).toBe("move-terraform");
  });

  it("is released by its id", async () => {
    const { unlock, close } = await opened(
      ["force-unlock 0f5c", succeeds],
      ["force-unlock 0f5d", writes("lock not held")],
    );
    await unlock("0f5c");
    expect(await stopOf(unlock("0f5d"))).toBe("move-terraform");
    close();
    commands.expectDone();
  });
});
