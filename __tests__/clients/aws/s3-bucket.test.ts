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

describe("the tags of a bucket", () => {
  it("are read from S3's XML", async () => {
    const set =
      "<Tag><Key>glrunner/cluster</Key><Value>ci</Value></Tag><Tag><Key>a&amp;b</Key><Value></Value></Tag>";
    expect(await tags(`<Tagging><TagSet>${set}</TagSet></Tagging>`)).toEqual({
      "glrunner/cluster": "ci",
      "a&b": "",
    });
  });

  it("distinguish a bucket without tags from a missing bucket", async () => {
    expect(await tags([404, error("NoSuchTagSet")])).toEqual({});
    expect(await tags([404, error("NoSuchBucket")])).toBeUndefined();
  });

  it("of another account are an error with S3's code", async () => {
    await expect(tags([403, error("AccessDenied")])).rejects.toMatchObject({
      name: "AccessDenied",
      message: 'said "no"',
    });
    await expect(tags([301, "<html>"])).rejects.toMatchObject({ name: "Http301" });
  });
});

describe("the objects of a bucket", () => {
  const holds = (answer: readonly [number, string] | string) => {
    aws.answers.set("GET /ci-cache?versions&max-keys=1", answer);
    return bucketHasObjects({ region: "us-west-2", endpoint: aws.url, credentials }, "ci-cache");
  };
  const listed = (content: string) => `<ListVersionsResult>${content}</ListVersionsResult>`;

  it.each([
    ["<Version><Key>a</Key></Version>", true],
    ["<DeleteMarker><Key>a</Key></DeleteMarker>", true],
    ["<VersionIdMarker></VersionIdMarker>", false],
  ])("hold it, older versions and marks too: %s", async (content, expected) => {
    expect(await holds(listed(content))).toBe(expected);
  });

  it("are not those of a bucket that does not exist, and an error where S3 refuses", async () => {
    expect(await holds([404, error("NoSuchBucket")])).toBeUndefined();
    await expect(holds([403, error("AccessDenied")])).rejects.toMatchObject({ name: "AccessDenied" });
  });
});
