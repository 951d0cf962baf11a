/** Installs the programs that the emulator needs, and shows the progress. */
import { installEmulatorTools, type ToolOutcome, type ToolStep } from "../../../bootstrap/emulator-tools";
import { defaultWorkspace } from "../../../bootstrap/workspace";
import type { FoundRequirements } from "../../../emulator/requirements";
import { messageOf } from "../../../clients/system/error-message";
import { fail } from "../../context/command-context";
import type { CommandContext } from "../../definition/command";
import type { ExitCode } from "../../exit-codes";
import { elapsed } from "../../terminal/text-width";
import { statusLine } from "../../terminal/status-line";

type ToolsContext = Pick<CommandContext, "env" | "terminal" | "report">;

/** Bytes. */
const megabyte = 1e6;

/**
 * Installs missing programs and adds them to the environment of this process and its children.
 * @param mirror replaces the publishers' addresses. @default GLRUNNER_MIRROR
 * @returns the found programs, or an exit code after printing what could not be installed
 */
export async function emulatorTools(
  context: ToolsContext,
  mirror?: string,
  signal?: AbortSignal,
): Promise<FoundRequirements | ExitCode> {
  const outcome = await installedTools(context, mirror, signal).catch((error: unknown) => messageOf(error));
  if (typeof outcome === "string") return fail(context, { code: "bootstrap-failed", message: outcome });
  if (outcome.ok) {
    Object.assign(process.env, outcome.environment);
    return outcome.requirements;
  }
  const rows = outcome.failed.map(({ what, message, fix }) => `${what}: ${message}\n    ${fix}`);
  return fail(context, {
    code: "requirements-missing",
    message: `this machine lacks what the emulator needs\n  ${rows.join("\n  ")}`,
    details: { failed: outcome.failed },
  });
}

async function installedTools(
  { env, terminal }: ToolsContext,
  mirror: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ToolOutcome> {
  const line = statusLine(terminal);
  let size = "";
  try {
    return await installEmulatorTools({
      ...{ env, mirror, signal },
      watcher: {
        started: (step) => {
          size = "";
          if (step.number === 1)
            terminal.err(
              `Installing ${step.of === 1 ? "a missing part" : `${step.of} missing parts`} of the emulator in ${defaultWorkspace()}, once. Your home does not change.\n`,
            );
          line.begin(title(step), () => size);
        },
        bytes: (_, received, total) => {
          const all = total === undefined ? "" : ` of ${(total / megabyte).toFixed(0)}`;
          size = `${(received / megabyte).toFixed(0)}${all} MB`;
        },
        ended: (step, outcome, seconds) => {
          const end = outcome.ok ? `from ${outcome.from}, checksum verified` : "not installed";
          line.end(`${title(step)}: ${end} (${elapsed(seconds)})`);
        },
      },
    });
  } finally {
    line.stop();
  }
}

const title = ({ number, of, what }: ToolStep) => `[${number}/${of}] ${what}`;
