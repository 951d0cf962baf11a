import { describe, expect, it } from "vitest";
import type { AwsContext } from "../../../src/clients/aws/aws-client";
import { credentials, longestStageMinutes } from "../../../src/check/account/credentials";
import { containing } from "../containing";
import { configOf, runner } from "../../config/samples";
import { withSts } from "../aws-double";

const now = Date.parse("2026-11-24T12:00:00Z");
const keys = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI" };
const session = { ...keys, sessionToken: "a-session" };
const role = "arn:aws:sts::123456789012:assumed-role/deployer/me";

interface Case {
  readonly arn?: string;
  readonly error?: readonly [status: number, code: string, message: string];
  readonly given?: AwsContext["access"]["credentials"];
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, unknown>>;
}

async function found({ arn = role, error, given = keys, env = {}, config = {} }: Case = {}) {
  return withSts({ arn, error, credentials: given }, async (aws) => {
    const { findings } = await credentials({ aws, config: configOf(config), env, now });
    return Object.fromEntries(findings.map((each) => [each.id.replace("credentials.", ""), each]));
  });
}

describe("credentials", () => {
  it("reports the identity, and that keys of a user do not expire", async () => {
    const { identity, lifetime } = await found();
    expect(identity).toMatchObject({
      level: "ok",
      what: `account 123456789012 as ${role}, in us-west-2`,
    });
    expect(lifetime).toMatchObject({ level: "ok", what: "the credentials do not expire" });
  });

  it("warns of the root user", async () => {
    const { identity } = await found({ arn: "arn:aws:iam::123456789012:root" });
    expect(identity).toMatchObject({ level: "warning", what: containing("root user") });
  });

  it.each([
    [403, "ExpiredToken", "The security token included in the request is expired", "have expired"],
    [
      403,
      "InvalidClientTokenId",
      "The security token included in the request is invalid.",
      "does not accept",
    ],
    [403, "SignatureDoesNotMatch", "Signature not yet current: 20261124T130000Z", "clock"],
    [403, "SignatureDoesNotMatch", "The request signature we calculated does not match", "does not accept"],
  ])("turns %i %s (%s) into an error with a fix: %s", async (status, code, message, words) => {
    const { identity } = await found({ error: [status, code, message] });
    expect(identity).toMatchObject({ level: "error", what: containing(words) });
    expect(identity?.fix).not.toBe("");
  });

  it("advises to reload the tab in CloudShell", async () => {
    const error = [403, "ExpiredToken", "The security token included in the request is expired"] as const;
    const { identity } = await found({ error, env: { AWS_EXECUTION_ENV: "CloudShell" } });
    expect(identity?.fix).toContain("reload the browser tab");
  });

  it("recognizes missing credentials and an expired login", async () => {
    const failing = (message: string) => () =>
      Promise.reject(Object.assign(new Error(message), { name: "CredentialsProviderError" }));
    const none = await found({ given: failing("Could not load credentials from any providers") });
    expect(none.identity).toMatchObject({ level: "error", what: "there are no credentials" });
    const login =
      "The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login";
    expect((await found({ given: failing(login) })).identity?.what).toBe("the credentials have expired");
  });

  it("reports unreachable AWS as unknown, not as wrong credentials", async () => {
    const aws = { access: { region: "us-west-2", endpoint: "http://127.0.0.1:9", credentials: keys } };
    const { findings, caller } = await credentials({ aws, config: configOf(), env: {}, now });
    expect(findings).toMatchObject([{ level: "unknown", what: containing("not reached") }]);
    expect(caller).toMatchObject({ trouble: "network" });
  });

  const profiles = { runners: [runner()] };

  it("compares their lifetime with the longest stage", async () => {
    // A cluster of 16 minutes, one profile of 6, add-ons of 4.
    expect(longestStageMinutes(configOf(profiles))).toBe(26);
    const lasting = (minutes: number) => ({
      given: session,
      config: profiles,
      env: { AWS_CREDENTIAL_EXPIRATION: new Date(now + minutes * 60_000).toISOString() },
    });
    expect((await found(lasting(27))).lifetime?.level).toBe("ok");
    expect((await found(lasting(26))).lifetime).toMatchObject({
      level: "warning",
      what: "the credentials last 26 minutes more, and the longest stage takes up to 26 minutes",
    });
  });

  it("reads the expiration from a credential provider", async () => {
    const expiration = new Date(now + 90 * 60_000);
    const { lifetime } = await found({ given: () => Promise.resolve({ ...session, expiration }) });
    expect(lifetime?.what).toContain("last 1 hour 30 minutes more");
  });

  it("reports a session without an expiration as unknown", async () => {
    expect((await found({ given: session })).lifetime?.level).toBe("unknown");
    const other = { AWS_CREDENTIAL_EXPIRATION: new Date(now + 999 * 60_000).toISOString() };
    const provider = () => Promise.resolve(session);
    expect((await found({ given: provider, env: other })).lifetime?.level).toBe("unknown");
    const broken = { AWS_CREDENTIAL_EXPIRATION: "soon" };
    expect((await found({ given: session, env: broken })).lifetime?.level).toBe("unknown");
  });

  it("warns if the configuration names only roles of another account", async () => {
    const access = (account: string) => ({
      cluster: {
        access: {
          roles: [
            { arn: `arn:aws:iam::${account}:role/admin`, username: "admin", groups: ["system:masters"] },
          ],
        },
      },
    });
    expect((await found({ config: access("999999999999") })).account).toMatchObject({
      level: "warning",
      what: containing("999999999999"),
    });
    expect(await found({ config: access("123456789012") })).not.toHaveProperty("account");
  });

  it("never prints a key", async () => {
    const results = [
      await found({ given: session }),
      await found({ error: [403, "InvalidClientTokenId", "x"] }),
    ];
    for (const secret of [keys.accessKeyId, keys.secretAccessKey, "a-session"]) {
      expect(JSON.stringify(results)).not.toContain(secret);
    }
  });
});
