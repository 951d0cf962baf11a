/**
 * Replaces every program that a run starts, such as Terraform, without starting a process. A test scripts the commands and
 * their results in order. Every other command fails, so that a test shows exactly which commands a run needs.
 */
import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { RunCommand } from "../../src/clients/system/command";

interface ScriptedResult {
  /** The exit code. @default a signal ended the command */
  readonly status?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Called while the command runs. */
  readonly meanwhile?: () => void;
}

/** A command without absolute paths and most options, such as `plan -destroy`, and its result. `terraform` is omitted. */
export type ScriptedStep = readonly [command: string, result: ScriptedResult];

const lines = (events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join("");
const error = (summary: string) => ({ type: "diagnostic", diagnostic: { severity: "error", summary } });
const counts = (add: number) => ({
  type: "change_summary",
  changes: { add, change: 0, remove: 0, operation: "apply" },
});

/** A result with exit code 0 and no output. */
export const succeeds: ScriptedResult = { status: 0 };
/** The result of a `terraform plan` that found changes. */
export const plansChanges: ScriptedResult = { status: 2 };
/** Returns a failure with these errors, for a command with machine-readable output. For `terraform init`, set `stderr`. */
export const failsWith = (...summaries: readonly string[]): ScriptedResult => ({
  ...{ status: 1, stdout: lines(summaries.map(error)) },
});
/** Returns a result with exit code 0 and this output. */
export const prints = (stdout: string): ScriptedResult => ({ status: 0, stdout });
/** Returns the result of a `terraform apply` that added this number of resources. */
export const applies = (add: number): ScriptedResult => prints(lines([counts(add)]));
/** Returns the result of a `terraform state pull`. */
export const printsState = (serial: number, ...resources: readonly object[]): ScriptedResult =>
  prints(
    JSON.stringify({
      ...{ version: 4, terraform_version: "1.11.4", serial, lineage: "l", outputs: {}, resources },
    }),
  );

/** Options that are part of a scripted command, because they change its meaning. */
const keptOptions = ["-destroy", "-refresh-only", "-reconfigure"];

function wordsOf([program, ...args]: readonly string[]): string {
  const words = args.filter((word) => !/^[-/]/.test(word) || keptOptions.includes(word));
  return [...(program === "terraform" ? [] : [program]), ...words].join(" ");
}

/** An id that no process can have. Source: proc(5), pid_max. */
const deadProcess = 2 ** 22 + 1;

/** The script of a run's commands. */
export interface ScriptedCommands {
  readonly execute: RunCommand;
  /** Appends commands to the script. */
  readonly script: (...steps: readonly ScriptedStep[]) => void;
  /** Fails if a command of the script did not run, or if a command ran that was not scripted. */
  readonly expectDone: () => void;
}

/** Creates a script that begins with these commands. */
export function scriptedCommands(...first: readonly ScriptedStep[]): ScriptedCommands {
  const expected = [...first];
  const refused: string[] = [];
  const execute: RunCommand = async (command, { onLine, onStart, log }) => {
    const words = wordsOf(command);
    const [next] = expected;
    if (next === undefined || next[0] !== words) {
      refused.push(words);
      throw new Error(`"${words}" was not scripted; the next command is "${next?.[0] ?? "none"}"`);
    }
    expected.shift();
    onStart?.(deadProcess);
    const { status, stdout = "", stderr = "", meanwhile } = next[1];
    const out = command.find((word) => word.startsWith("-out="));
    if (out !== undefined && status !== 1) writeFileSync(out.slice("-out=".length), `plan ${words}`);
    if (log !== undefined) writeFileSync(log, stdout);
    await Promise.resolve();
    meanwhile?.();
    for (const line of stdout.split("\n")) onLine?.(line);
    return { status, stdout, stderr };
  };
  return {
    execute,
    script: (...steps) => void expected.push(...steps),
    expectDone: () => {
      expect({ refused, left: expected.map(([command]) => command) }).toEqual({ refused: [], left: [] });
    },
  };
}
