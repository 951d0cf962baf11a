/**
 * The texts of the demo while it runs and at its end. Its deploy and destroy look like those commands: drawn in place on a
 * terminal, line by line elsewhere.
 */
import type { Inventory } from "../../../emulator";
import type { ChangeCounts } from "../../../clients/terraform/terraform";
import { TerminalText } from "../../../html/terminal-text";
import { contentsText } from "./inventory-text";
import { demoHistory, typicalSeconds } from "../../progress/estimate/demo-history";
import { elapsed } from "../../terminal/text-width";
import type { ProgressView } from "../../progress/view";
import { runView } from "../run/run-view";
import { statusLine } from "../../terminal/status-line";
import type { Terminal } from "../../terminal/terminal";
import type { RunCommandName } from "../../../run/journal/events";

export interface DemoStep {
  readonly stack: string;
  readonly did: "deployed" | "destroyed";
  readonly changes: ChangeCounts;
  readonly seconds: number;
}

export interface DemoResult {
  readonly steps: readonly DemoStep[];
  /** By stack. Sensitive outputs have no value. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly deployed: Inventory;
  /** Resources that exist after the destroy. If there are any, the demo has found a defect. */
  readonly left: Inventory;
  readonly seconds: number;
}

export interface DemoStory {
  /** Prints what the demo will do and how long it takes. */
  readonly introduce: (cluster: string) => void;
  readonly begin: (what: string) => void;
  /** Ends the current part. @param details on the same line. @param contents on lines of their own */
  readonly done: (details?: string, contents?: string) => void;
  /** Shows a run with a progress view. */
  readonly run: <Outcome>(
    what: string,
    command: Extract<RunCommandName, "deploy" | "destroy">,
    signal: AbortSignal,
    start: (view: ProgressView) => Promise<Outcome>,
  ) => Promise<Outcome>;
  /** Removes the line that is being drawn. */
  readonly stop: () => void;
}

/** Parts of the demo: start, synthesize, deploy, look, destroy, look. */
const partCount = 6;
/** A log that is silent for longer looks stuck. */
const silentMs = 10_000;

export function demoStory(terminal: Terminal, now: () => number = Date.now): DemoStory {
  const line = statusLine(terminal, { now });
  let part = 0;
  let what = "";
  let since = now();
  const title = () => `[${part}/${partCount}] ${what}`;
  const next = (text: string) => {
    part += 1;
    what = text;
    since = now();
  };
  const passed = () => `(${elapsed((now() - since) / 1000)})`;
  return {
    introduce: (cluster) => {
      terminal.err(`The demo deploys the cluster ${cluster} to an emulated AWS on this machine, looks at it and destroys it.
Real Terraform applies the JSON that would go to AWS. Nothing leaves this machine, and it costs nothing.
It takes ${aboutMinutes(typicalSeconds.deploy + typicalSeconds.destroy)}.
`);
    },
    begin: (text) => {
      next(text);
      line.begin(title());
    },
    done: (details = "done", contents = "") => {
      line.end(`${title()}: ${details} ${passed()}\n${contents}`.trimEnd());
    },
    run: async (text, command, signal, start) => {
      next(text);
      terminal.err(`${title()}; ${aboutMinutes(typicalSeconds[command])}\n`);
      const view = runView(terminal, signal, { history: demoHistory, silentMs });
      try {
        return await start(view);
      } finally {
        view.end();
      }
    },
    stop: line.stop,
  };
}

function aboutMinutes(seconds: number): string {
  const minutes = Math.round(seconds / 30) / 2;
  return minutes <= 1 ? "about a minute" : `about ${minutes} minutes`;
}

export function isEmpty({ aws, cluster }: Inventory): boolean {
  return aws.length === 0 && cluster.length === 0;
}

/** The result of the demo and the next steps. @param glrunner how the user starts this program */
export function demoVerdict({ steps, left, seconds }: DemoResult, glrunner: string): TerminalText {
  const added = sum(steps, ({ add }) => add);
  const removed = sum(steps, ({ remove }) => remove);
  const verdict = isEmpty(left)
    ? TerminalText.styled("Passed: nothing is left in AWS, Kubernetes or Helm.", "green")
    : TerminalText.styled(
        `Failed: the destroy left something, which is a defect of glrunner.\n${contentsText(left)}`,
        "red",
      );
  const expected = typicalSeconds.deploy + typicalSeconds.destroy;
  return TerminalText.of(
    "\n",
    verdict,
    `
The demo took ${elapsed(seconds)}; ${aboutMinutes(expected)} are usual. Most of that time the AWS provider waits, as it does for AWS.

What you saw:
  ${added} resources in ${new Set(steps.map(({ stack }) => stack)).size} stages were planned, applied and looked up: the same JSON and steps as for AWS.
  The demo approved each plan by itself. A real deploy shows you its review first.
  The runner tokens are in no file, plan or state.
  ${removed} resources were destroyed, and nothing was left that the emulated AWS lists.

Next:
  ${glrunner} init              # write the configuration of your own cluster
  ${glrunner} check             # look at this machine, your account and your tokens; changes nothing
  ${glrunner} plan --journey    # review the whole deploy before anything exists
`,
  );
}

function sum(steps: readonly DemoStep[], of: (changes: ChangeCounts) => number): number {
  return steps.reduce((total, { changes }) => total + of(changes), 0);
}
