/** What the last release left behind is read by this one, and continued where it stopped. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { managedResources, parseState, type StateDocument } from "../../src/clients/terraform/state-document";
import { stages } from "../../src/config/stages";
import { journalDefect } from "../../src/run/journal/journal-format";
import { openTerraform, runsOf } from "../../src/run/journal/history";
import { readJournal } from "../../src/run/journal/journal";
import { status } from "../../src/run/journal/status";
import { unfinished } from "../../src/run/resume";
import { lastReleaseYaml, lastStates, restoreLastRelease } from "../support/last-release";
import { parsedYaml } from "../support/project";

const managedIn = (state: StateDocument) =>
  managedResources(state).reduce((sum, { instances }) => sum + instances.length, 0);

describe("the files of the last release", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(home, { recursive: true, force: true });
  });
  const stacks = stages.map((name) => ({ name, folder: `/${name}` }));
  const config = () => parsedYaml(lastReleaseYaml, home);

  it.each(["interrupted", "deployed"] as const)(
    "is a journal whose every line is understood: %s",
    (moment) => {
      const run = restoreLastRelease(home, moment);
      expect(journalDefect(run)).toBeUndefined();
      const lines = readFileSync(join(run, "journal.jsonl"), "utf8").trimEnd().split("\n");
      expect(readJournal(run)).toHaveLength(lines.length);
    },
  );

  it("are resumed at the stage with the lost Terraform, and continue after it", () => {
    const run = restoreLastRelease(home, "interrupted");
    expect(unfinished({ config: config(), home, stacks })).toMatchObject({
      command: "deploy",
      stacks: [{ name: "eks" }, { name: "addons" }, { name: "runners" }],
      unsettled: ["eks"],
      unsettledBefore: [],
      terraform: { stack: "eks", process: { host: "host" } },
    });
    const [lost] = runsOf(readJournal(run));
    expect(lost?.ended).toBeUndefined();
    expect(lost?.stacks.map(({ state }) => state)).toEqual(["done", "running", "waiting", "waiting"]);
    expect(lost?.inFlight.length).toBeGreaterThan(0);
  });

  it("have nothing to resume after the deploy", () => {
    const run = restoreLastRelease(home, "deployed");
    expect(unfinished({ config: config(), home, stacks })).toBeUndefined();
    const { runs, holder, unsettled } = status(config(), home);
    expect(runs.map(({ command, ended }) => [command, ended?.outcome])).toEqual([
      ["deploy", undefined],
      ["resume", "done"],
    ]);
    expect([holder, unsettled, openTerraform(readJournal(run))]).toEqual([undefined, [], undefined]);
  });

  it("have a state of each stage with its resources", () => {
    const counts = [...lastStates("deployed")].map(([stack, text]) => {
      const parsed = parseState(text);
      return [stack, parsed.ok ? managedIn(parsed.state) : parsed.message];
    });
    expect(Object.fromEntries(counts)).toEqual({ vpc: 23, eks: 21, addons: 9, runners: 4 });
  });

  it("are refused if a field of a state is missing, or its format is newer", () => {
    const text = lastStates("deployed").get("vpc") ?? "";
    for (const [before, after] of [
      ['"serial":', '"serials":'],
      ['"version":4', '"version":5'],
    ] as const) {
      expect(text).toContain(before);
      expect(parseState(text.replace(before, after))).toMatchObject({ ok: false });
    }
  });
});
