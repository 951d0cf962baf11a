/**
 * Stands for every program that a run starts, above all Terraform. It answers what was scripted, in that order, and
 * refuses everything else, so that a test shows exactly which commands a run needs. Nothing is started.
 */
import { writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { RunCommand } from "../../src/clients/system/command";

interface Answer {
  /** Undefined for a command that a signal ended. */
  readonly status?: number;
  readonly stdout?: string;
  readonly stderr?: string;
  /** Happens while the command runs. */
  readonly meanwhile?: () => void;
}

/** A command as words: without its flags, but for those that change what it means, and without absolute paths. */
export type ScriptedStep = readonly [command: string, answer: Answer];

const lines = (events: readonly object[]) => events.map((event) => `${JSON.stringify(event)}\n`).join("");
const error = (summary: string) => ({ type: "diagnostic", diagnostic: { severity: "error", summary } });
const counts = (add: number) => ({
  type: "change_summary",
  changes: { add, change: 0, remove: 0, operation: "apply" },
});

export const succeeds: Answer = { status: 0 };
/** Of `terraform plan`. */
export const plansChanges: Answer = { status: 2 };
/** Of a command with machine-readable output; for `terraform init` use `stderr`. */
export const failsWith = (...summaries: readonly string[]): Answer => ({
  ...{ status: 1, stdout: lines(summaries.map(error)) },
});
export const prints = (stdout: string): Answer => ({ status: 0, stdout });
/** Of `terraform apply`. */
export const applies = (add: number): Answer => prints(lines([counts(add)]));
export const printsState = (serial: number, ...resources: readonly object[]): Answer =>
  prints(
    JSON.stringify({
      ...{ version: 4, terraform_version: "1.11.4", serial, lineage: "l", outputs: {}, resources },
    }),
  );

const meaningful = ["-destroy", "-refresh-only", "-reconfigure"];

function wordsOf([program, ...args]: readonly string[]): string {
  const words = args.filter((word) => !/^[-/]/.test(word) || meaningful.includes(word));
  return [...(program === "terraform" ? [] : [program]), ...words].join(" ");
}

/** No process has so large an id. Source: proc(5), pid_max. */
const deadProcess = 2 ** 22 + 1;

export interface ScriptedCommands {
  readonly execute: RunCommand;
  /** Adds to what is expected. */
  readonly script: (...steps: readonly ScriptedStep[]) => void;
  /** Fails unless every command of the script ran, and no other. */
  readonly expectDone: () => void;
}

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
