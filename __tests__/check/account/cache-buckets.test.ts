import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cacheBucketFindings } from "../../../src/check/account/cache-buckets";
import { configOf } from "../../config/samples";
import { scriptedAws, type ScriptedAws } from "../../support/scripted-aws";

let aws: ScriptedAws;
beforeEach(async () => {
  aws = await scriptedAws();
});
afterEach(() => aws.stop());

const cache = { bucket: "ci-cache", create: true, deleteObjects: false };
const config = configOf({ runners: [{ name: "a", token: "env:TF_VAR_a_token", cache }] });
const credentials = { accessKeyId: "loopback", secretAccessKey: "none" };

async function found(answer: readonly [number, string] | string, { of = config, isRead = true } = {}) {
  aws.answers.set("GET /ci-cache?tagging", answer);
  const access = { region: "us-west-2", endpoint: aws.url, credentials };
  return cacheBucketFindings(of, { access }, isRead ? false : undefined);
}
const error = (code: string) => `<Error><Code>${code}</Code></Error>`;
const tagged = (cluster: string) =>
  `<Tagging><TagSet><Tag><Key>glrunner/cluster</Key><Value>${cluster}</Value></Tag><Tag><Key>cluster</Key><Value>${cluster}</Value></Tag></TagSet></Tagging>`;

describe("the name of a cache bucket to create", () => {
  it.each([
    ["is free", [404, error("NoSuchBucket")], "ok", /is free/],
    [
      "has no tags, so that it is another one of the account",
      [404, error("NoSuchTagSet")],
      "error",
      /this account/,
    ],
    ["is another cluster's", tagged("other"), "error", /does not belong to this cluster/],
    ["is of another account", [403, error("AccessDenied")], "error", /another account/],
    ["is in another Region", [301, error("PermanentRedirect")], "error", /another Region/],
    [
      "is in another Region, by a signature",
      [400, error("AuthorizationHeaderMalformed")],
      "error",
      /another Region/,
    ],
    ["cannot be asked for", [503, error("SlowDown")], "unknown", /SlowDown/],
  ] as const)("%s", async (_, answer, level, what) => {
    expect(await found(answer)).toEqual([
      expect.objectContaining({
        id: "account.name.bucket.ci-cache",
        level,
        what: expect.stringMatching(what) as unknown,
      }),
    ]);
  });

  it("belongs to this cluster by its tags", async () => {
    expect(await found(tagged(config.name))).toMatchObject([
      { level: "ok", what: /belongs to this cluster/ },
    ]);
  });

  it("may belong to this cluster if neither the tags nor the state can be read", async () => {
    expect(await found([403, error("AccessDenied")], { isRead: false })).toMatchObject([
      { level: "unknown" },
    ]);
  });

  it("is not checked if the bucket must already exist, or without AWS", async () => {
    const existing = configOf({
      runners: [{ name: "a", token: "env:TF_VAR_a_token", cache: { bucket: "ci-cache" } }],
    });
    expect(await found("", { of: existing })).toEqual([]);
    const offline = { trouble: "offline", reason: "offline", code: "" } as const;
    expect(await cacheBucketFindings(config, offline, false)).toMatchObject([{ level: "unknown" }]);
  });
});
