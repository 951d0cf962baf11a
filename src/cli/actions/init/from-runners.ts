/**
 * `glrunner init --from-runner-config FILE` and `--from-tfvars FILE`: converts the configuration of docker+machine runners
 * and lists each setting that has no equivalent, with the reason. Deploys nothing; the old runners keep running.
 */
import { resolve } from "node:path";
import { regularFileText } from "../../../clients/system/regular-file";
import {
  configurationFromFleet,
  fleetFromTfvars,
  fleetFromToml,
  type CarriedOver,
  type OldFleetRead,
} from "../../../migrate/docker-machine";
import { fail, homeOf, today } from "../../context/command-context";
import type { ExitCode } from "../../exit-codes";
import { printWarnings, refuseConfiguration } from "../../context/load-config";
import type { InitCall } from "./init-options";
import { differencesText, writeConfiguration } from "./write-configuration";

type Source = "from-runner-config" | "from-tfvars";

/** Options that contradict the old file. The name and the Region of the cluster are new, so they are allowed. */
const excluded = ["preset", "state", "from-state"] as const;
const readers: Readonly<Record<Source, (text: string) => OldFleetRead>> = {
  "from-runner-config": fleetFromToml,
  "from-tfvars": fleetFromTfvars,
};
/** Bytes. A configuration of a runner has a few kilobytes. */
const maxBytes = 1024 * 1024;

export function initFromRunners(call: InitCall, file: string, source: Source, given: string): ExitCode {
  const { values, env } = call;
  const also = excluded.filter((option) => values[option] !== undefined);
  if (also.length > 0)
    return fail(call, {
      code: "option-conflict",
      message: `--${source} excludes --${also.join(", --")}`,
      fix: `leave out --${also.join(", --")}`,
    });
  const path = resolve(given);
  const text = regularFileText(path, maxBytes);
  if (text === undefined)
    return fail(call, {
      code: "input-unreadable",
      message: `${path} cannot be read, or is larger than 1 MiB`,
      fix: "name the file of the old runners",
    });
  const read = readers[source](text);
  if (!read.ok) return fail(call, { code: "old-runners-unreadable", message: `${path} ${read.message}` });
  const { region } = values;
  const result = configurationFromFleet(
    read.fleet,
    { name: values.name ?? "gitlab-runners", ...(region !== undefined && { region }) },
    { env: {}, today: today(), home: homeOf(env) },
  );
  if (!result.ok) return refuseConfiguration(call, result.problems);
  printWarnings(call, result.warnings);
  return writeConfiguration(call, {
    file,
    input: result.input,
    reasons: {
      name: "Of the new cluster; the old runners stay until you remove them.",
      runners: "The old runners. Each needs a runner of its own in GitLab, and that one's token.",
    },
    purpose: `Runners that ran on docker+machine (docs/docker-machine.md of glrunner says how to move the jobs).`,
    origin: `glrunner init --${source}`,
    about: {
      [source === "from-tfvars" ? "fromTfvars" : "fromRunnerConfig"]: path,
      findings: result.findings,
    },
    more: findingsText(result.findings),
  });
}

function findingsText(findings: readonly CarriedOver[]): string {
  if (findings.length === 0)
    return "Every setting of the old configuration has an equivalent in the new one.\n";
  const rows = findings.map(({ key, ...finding }) => ({ where: key, ...finding }));
  return differencesText("Different from the old runners", rows);
}
