/**
 * Turns Ctrl-C, SIGTERM and a closed terminal into an abort signal, so that a command stops in an orderly way.
 *
 * 1. The first request aborts the signal. The command stops what it started and reports how it ended.
 * 2. Requests within a second of the first belong to it: the terminal, npm and tsx each deliver the same key press.
 * 3. A later Ctrl-C or SIGTERM ends the process at once. Terraform ends by itself; `glrunner resume` continues.
 *
 * A closed terminal (SIGHUP) never ends the process at once, because no user asked for that.
 */
import { exitCodes } from "../exit-codes";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Milliseconds in which one key press may arrive several times. npm and tsx relay it in a tenth of that. */
const relayMs = 1000;

/** Delivers the signals of a process and ends it. Tests pass their own. */
interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): unknown;
}

interface InterruptListener {
  /**
   * Starts to listen. Before the first call and after `end`, Ctrl-C ends the process.
   * @param waitsFor what the command finishes before it ends, for a message at the first request
   * @default prints no message, because a view of the command does
   */
  readonly listen: (waitsFor?: string) => AbortSignal;
  /** Stops listening. */
  readonly end: () => void;
}

interface InterruptOptions {
  /** Prints a line for the user. */
  readonly print: (text: string) => void;
  /** @default this process */
  readonly source?: SignalSource;
  /** Milliseconds. @default the monotonic clock */
  readonly now?: () => number;
}

/** Creates the listener of one command. */
export function interruptListener({
  print,
  source = process,
  now = () => performance.now(),
}: InterruptOptions): InterruptListener {
  const controller = new AbortController();
  let firstAt: number | undefined;
  let listening = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (firstAt === undefined) {
      firstAt = now();
      controller.abort();
    } else if (signal !== "SIGHUP" && now() - firstAt >= relayMs) {
      source.exit(exitCodes.interrupted);
    }
  };
  return {
    listen: (waitsFor) => {
      if (waitsFor !== undefined) {
        controller.signal.addEventListener("abort", () => {
          print(`\n${stoppingText(waitsFor)}\n`);
        });
      }
      if (!listening) for (const signal of signals) source.on(signal, onSignal);
      listening = true;
      return controller.signal;
    },
    end: () => {
      for (const signal of signals) source.off(signal, onSignal);
      listening = false;
    },
  };
}

/** The message for the first request: what the command waits for, and how to force its end. */
export function stoppingText(waitsFor: string): string {
  return `Stopping: waiting for ${waitsFor}. Press Ctrl-C again to end at once.`;
}
