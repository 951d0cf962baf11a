/** `glrunner status`: the last runs, from the journal beside the state. */
import type { RunRecord } from "../../run/journal/history";
import { status, type RunStatus } from "../../run/journal/status";
import { homeOf, type ConfigOption } from "../command-context";
import type { Call } from "../definition/command";
import { exitCodes, type ExitCode } from "../exit-codes";
import { load } from "../load-config";

export function runStatus(call: Call<ConfigOption>): ExitCode {
  const config = load(call);
  if (config === undefined) return exitCodes.refused;
  const result = status(config, homeOf(call.env));
  call.print(result, statusText(result));
  return exitCodes.ok;
}

function statusText({ folder, holder, unreadable, runs, unsettled }: RunStatus): string {
  const now =
    unreadable !== undefined
      ? `The run's lock cannot be read: ${unreadable}`
      : holder === undefined
        ? "No run goes on."
        : `${holder.command} goes on since ${holder.since}, of ${holder.user} on ${holder.process.host}, process ${holder.process.pid}.`;
  const last = runs.at(-1);
  const lost = last !== undefined && last.ended === undefined && holder === undefined;
  const next =
    lost || unsettled.length > 0
      ? [
          `Lost in the middle${unsettled.length > 0 ? ` of ${unsettled.join(", ")}` : ""}: glrunner resume goes on.`,
        ]
      : [];
  const story = last === undefined ? ["Nothing was deployed from here yet."] : runText(last);
  return `${[now, ...story, ...next, `Journal: ${folder}`].join("\n")}\n`;
}

function runText({ command, started, ended, stacks, inFlight }: RunRecord): string[] {
  const end = ended === undefined ? "not ended" : `${ended.outcome} ${ended.at}`;
  return [
    `Last run: ${command}, ${started}, ${end}`,
    ...stacks.map(({ stack, state, attempt, errors }) => {
      const again = attempt > 1 ? `, attempt ${attempt}` : "";
      return [`  ${stack.padEnd(8)} ${state}${again}`, ...errors.map((error) => `    ${error}`)].join("\n");
    }),
    ...inFlight.map(({ address, action, since }) => `  in flight: ${action} ${address} since ${since}`),
  ];
}
