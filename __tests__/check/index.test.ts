import { describe, expect, it } from "vitest";
import { check, checkText, type CheckOptions, type Finding } from "../../src/check";
import { parseConfig } from "../../src/config";
import { configOf, runner, sample } from "../config/samples";
import { withAws } from "./aws-double";
import { parseOptions } from "../config/arbitraries";
import { usePrintingPrograms } from "../support/printing-programs";

const canary = "glrt-t1_canary-0123456789";
const options: CheckOptions = {
  config: configOf({ runners: [runner()] }),
  on: "2026-11-24",
  // No program is found: these tests do not depend on the machine.
  env: { TOKEN: canary },
  home: "/home/user",
  warnings: [],
  folders: { work: "/work", providers: "/providers" },
  access: undefined,
  deployed: false,
  network: false,
  created: false,
};

usePrintingPrograms();

describe("check", () => {
  it("continues without AWS: findings that need it are unknown, with the reason", async () => {
    const { findings } = await check(options);
    const asked = findings.filter(({ area }) => area === "account" || area === "credentials");
    expect(asked.length).toBeGreaterThan(5);
    for (const { level, what } of asked) {
      expect(level).toBe("unknown");
      expect(what).toContain("AWS was not asked (offline)");
    }
    const fargate = findings.find(({ id }) => id === "account.quota.fargateVcpu");
    expect(fargate?.what).toContain("A new account has 6");
  });

  it("shows each step, and ends with findings by area", async () => {
    const steps: string[] = [];
    const { findings } = await check({ ...options, onStep: (step) => steps.push(step) });
    expect(steps).toEqual([
      "configuration",
      "machine",
      "calendar",
      "state",
      "credentials",
      "tokens",
      "account",
    ]);
    expect([...new Set(findings.map(({ area }) => area))]).toEqual([
      "configuration",
      "machine",
      "calendar",
      "tokens",
      "credentials",
      "account",
    ]);
  });

  it("gives each finding a unique id, in JSON without a token", async () => {
    const result = await check({
      ...options,
      config: configOf({ runners: [runner(), runner({ name: "b" })] }),
    });
    const ids = result.findings.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(JSON.stringify(result) + String(checkText(result))).not.toContain(canary);
  });

  it("checks versions on the given day", async () => {
    const { findings } = await check({ ...options, on: "2030-01-01" });
    expect(findings.find(({ id }) => id === "calendar.kubernetes")?.level).toBe("error");
  });

  it("reports the warnings from loading, except those that the calendar reports", async () => {
    const today = "2027-03-01";
    const parsed = parseConfig(sample({ cluster: { endpoint: { allowedCidrs: ["0.0.0.0/0"] } } }), {
      ...parseOptions,
      today,
    });
    const warnings = parsed.ok ? parsed.warnings : [];
    expect(warnings.map(({ code }) => code)).toContain("kubernetes-support-ending");
    const { findings } = await check({ ...options, warnings, on: today });
    const own = findings
      .filter(({ area }) => area === "configuration")
      .map(({ id, level }) => `${id} ${level}`);
    expect(own).toEqual([
      "configuration.valid ok",
      "configuration.endpoint-open warning",
      "configuration.runners-none warning",
      ...own.filter((each) => each.startsWith("configuration.fleet.")),
    ]);
  });

  it("looks for credentials once for all calls", async () => {
    let looked = 0;
    const credentials = () => {
      looked += 1;
      return Promise.resolve({ accessKeyId: "loopback", secretAccessKey: "loopback" });
    };
    // Denied everything, it goes on to the next.
    const levels = await withAws({}, async ({ access }) => {
      const { findings } = await check({ ...options, access: { ...access, credentials } });
      return findings.filter(({ area }) => area === "account").map(({ level }) => level);
    });
    expect(looked).toBe(1);
    expect(new Set(levels)).toEqual(new Set(["unknown"]));
  });

  it("makes no more calls after an interruption, and does not throw", async () => {
    const credentials = { accessKeyId: "a", secretAccessKey: "b" };
    const access = { region: "us-west-2", endpoint: "http://127.0.0.1:9", credentials };
    const { findings } = await check({ ...options, access, signal: AbortSignal.abort() });
    expect(findings.find(({ id }) => id === "credentials.identity")).toMatchObject({
      level: "unknown",
      what: "the identity of the credentials is not known: interrupted",
    });
  });
});

describe("checkText", () => {
  const finding = (level: Finding["level"], what: string, more: Partial<Finding> = {}): Finding => ({
    id: `machine.${what}`,
    area: "machine",
    level,
    what,
    ...more,
  });

  it("shows errors first with their fix, and one line for each passed check", () => {
    const details = { fix: "mend it", source: "https://example.com" };
    const findings = [
      finding("ok", "good", details),
      finding("unknown", "dark"),
      finding("warning", "odd"),
      finding("error", "bad", details),
      { ...finding("ok", "dated"), area: "calendar" as const },
    ];
    expect(String(checkText({ on: "2026-11-24", findings }))).toBe(`machine
  error    bad
           fix: mend it
           see: https://example.com
  warning  odd
  unknown  dark
  ok       good

calendar
  ok       dated

1 error, 1 warning, 1 unknown, 2 ok
`);
  });
});
