import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bucketTags } from "../../../src/clients/aws/bucket-tags";
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
