import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bucketHasObjects, bucketTags } from "../../../src/clients/aws/s3-bucket";
import { scriptedAws, type ScriptedAws } from "../../support/scripted-aws";

let aws: ScriptedAws;
beforeEach(async () => {
  aws = await scriptedAws();
});
afterEach(() => aws.stop());

const credentials = { accessKeyId: "loopback", secretAccessKey: "none" };
const tags = (answer: readonly [number, string] | string) => {
  aws.answers.set("GET /ci-cache?tagging", answer);
  return bucketTags({ region: "us-west-2", endpoint: aws.url, credentials }, "ci-cache");
};
const error = (code: string) => `<Error><Code>${code}</Code><Message>said &quot;no&quot;</Message></Error>`;

describe("bucketTags", () => {
  it("reads the tags from S3's XML", async () => {
    const set =
      "<Tag><Key>glrunner/cluster</Key><Value>ci</Value></Tag><Tag><Key>a&amp;b</Key><Value></Value></Tag>";
    expect(await tags(`<Tagging><TagSet>${set}</TagSet></Tagging>`)).toEqual({
      "glrunner/cluster": "ci",
      "a&b": "",
    });
  });

  it("distinguishes a bucket without tags from a missing bucket", async () => {
    expect(await tags([404, error("NoSuchTagSet")])).toEqual({});
    expect(await tags([404, error("NoSuchBucket")])).toBeUndefined();
  });

  it("throws an error with S3's code for a bucket of another account", async () => {
    await expect(tags([403, error("AccessDenied")])).rejects.toMatchObject({
      name: "AccessDenied",
      message: 'said "no"',
    });
    await expect(tags([301, "<html>"])).rejects.toMatchObject({ name: "Http301" });
  });
});

describe("bucketHasObjects", () => {
  const holds = (answer: readonly [number, string] | string) => {
    aws.answers.set("GET /ci-cache?versions&max-keys=1", answer);
    return bucketHasObjects({ region: "us-west-2", endpoint: aws.url, credentials }, "ci-cache");
  };
  const listed = (content: string) => `<ListVersionsResult>${content}</ListVersionsResult>`;

  it.each([
    ["<Version><Key>a</Key></Version>", true],
    ["<DeleteMarker><Key>a</Key></DeleteMarker>", true],
    ["<VersionIdMarker></VersionIdMarker>", false],
  ])("counts objects, old versions and delete markers: %s", async (content, expected) => {
    expect(await holds(listed(content))).toBe(expected);
  });

  it("returns undefined for a missing bucket, and throws if S3 refuses the call", async () => {
    expect(await holds([404, error("NoSuchBucket")])).toBeUndefined();
    await expect(holds([403, error("AccessDenied")])).rejects.toMatchObject({ name: "AccessDenied" });
  });
});
