/** Reads the runners from the Helm releases: those of glrunner, and those that users added to the root. */
import * as z from "zod";
import { versionSets } from "../../../modules/pins";
import { managerNamespace } from "../../config";
import { managerLabel } from "../../config/resource-names";
import { oldestRunnerChart } from "../../facts/gitlab/runner-charts";
import { compareVersions } from "../../facts/version-order";
import { createdCache } from "./cache-bucket";
import type { StateFinding } from "./parse-result";
import type { StateObject } from "./objects";
import { runnerReleases, type RunnerRelease } from "./release";
import { jobsBesideManager, readRunner } from "./runner";
import type { RunnerInput } from "../runner-input";

export interface ImportedRunner {
  readonly address: string;
  readonly input: RunnerInput;
}

interface Runners {
  readonly runners: readonly ImportedRunner[];
  /** @default the chart of the version set */
  readonly chart: string | undefined;
  readonly findings: readonly StateFinding[];
}

export function readRunners(objects: readonly StateObject[], region: string): Runners {
  const read = runnerReleases(objects).map((release) => {
    const owned = isOwned(release);
    const secret = `kubernetes_secret_v1.token_${release.name}`;
    const ownSecret = objects.some(({ address }) => address === secret);
    const { input, omitted } = readRunner(release, { region, owned, ownSecret });
    const { cache } = input;
    const withBucket = cache && { ...cache, ...createdCache(objects, cache.bucket) };
    return { release, owned, omitted, input: { ...input, cache: withBucket } };
  });
  const charts = chartOf(read.map(({ release }) => release));
  return {
    runners: read.map(({ release: { address }, input }) => ({ address, input })),
    chart: charts.chart,
    findings: [
      ...read.flatMap(({ release, owned, omitted }) => [
        ...(owned ? [] : placeFindings(release)),
        ...jobFindings(release),
        ...tokenFindings(release),
        ...omittedFindings(release, omitted),
      ]),
      ...charts.findings,
    ],
  };
}

const addressOf = (name: string) => `helm_release.release_${name}`;

function isOwned({ address, name, values }: RunnerRelease): boolean {
  const labels = z.object({ [managerLabel]: z.literal(name) }).safeParse(values.podLabels);
  return address === addressOf(name) && labels.success;
}

function placeFindings({ address, name, namespace }: RunnerRelease): readonly StateFinding[] {
  const to = addressOf(name);
  const what = `the configuration declares the runner ${name} at ${to}, with calculated values for settings that the release does not set`;
  const moved = address === to ? "" : `\`terraform state mv '${address}' '${to}'\`, then `;
  const fix = `${moved}review the changes of the plan`;
  if (namespace === managerNamespace) return [{ address, what, fix }];
  const elsewhere = `the release is in namespace ${namespace}; runner managers are in ${managerNamespace}, so that the plan replaces it`;
  return [
    { address, what, fix },
    { address, what: elsewhere, fix: "pause the runner in GitLab first, and wait until its jobs have ended" },
  ];
}

function jobFindings(release: RunnerRelease): readonly StateFinding[] {
  if (!jobsBesideManager(release)) return [];
  const what = `its jobs run in ${managerNamespace}, the namespace of their manager; a configuration runs jobs in their own namespace`;
  return [
    { address: release.address, what, fix: "the plan creates that namespace and a Fargate profile for it" },
  ];
}

function tokenFindings({ address, token }: RunnerRelease): readonly StateFinding[] {
  if (token === undefined) return [];
  const what = `the state contains its ${token} token in plain text; the configuration refers to a variable instead`;
  return [{ address, what, fix: "after the adoption, create a new token in GitLab and revoke this one" }];
}

function omittedFindings({ address }: RunnerRelease, omitted: readonly string[]): readonly StateFinding[] {
  if (omitted.length === 0) return [];
  const what = `these settings of the release were not imported: ${omitted.join(", ")}`;
  const fix =
    "set those without secrets in environment or extraToml of the runner: the plan removes the others";
  return [{ address, what, fix }];
}

function chartOf(releases: readonly RunnerRelease[]): Omit<Runners, "runners"> {
  const usable = releases
    .map(({ chart }) => chart)
    .filter((chart) => /^\d+\.\d+\.\d+$/.test(chart) && compareVersions(chart, oldestRunnerChart) >= 0)
    .sort(compareVersions);
  const newest = usable.at(-1) ?? versionSets.tutorial.runnerChart;
  return {
    chart: newest === versionSets.tutorial.runnerChart ? undefined : newest,
    findings: releases
      .filter(({ chart }) => chart !== newest)
      .map(({ address, chart }) => ({
        address,
        what: `its chart is ${chart}; all runners of a configuration have the same chart, ${oldestRunnerChart} or newer`,
        fix: `the plan installs ${newest}`,
      })),
  };
}
