/** A server that only the proxy reaches stands for AWS: that it was connected to is enough. */
import { describe, expect, it } from "vitest";
import { awsAccess, callerIdentity } from "../../../src/clients/aws/aws-access";
import { awsContext, clientSettings } from "../../../src/clients/aws/aws-client";
import { bucketTags } from "../../../src/clients/aws/s3-bucket";
import { withCompanyGitLab } from "../../support/company-gitlab";

const keys = { AWS_ACCESS_KEY_ID: "any", AWS_SECRET_ACCESS_KEY: "any" };

describe("calls to AWS behind a proxy", () => {
  it("use the proxy in the SDK and in the S3 client, unless NO_PROXY names AWS", async () => {
    await withCompanyGitLab({}, async ({ url, proxy }) => {
      const env = { ...keys, AWS_ENDPOINT_URL: url, HTTPS_PROXY: proxy.url };
      expect(await callerIdentity("us-west-2", env)).toBeUndefined();
      const bySdk = proxy.connects.length;
      expect(bySdk).toBeGreaterThan(0);
      await expect(bucketTags(awsAccess("us-west-2", env), "bucket")).rejects.toThrow("certificate");
      expect(proxy.connects).toHaveLength(bySdk + 1);
      expect(new Set(proxy.connects)).toEqual(new Set(["gitlab.company.test:443"]));
      await callerIdentity("us-west-2", { ...env, NO_PROXY: "company.test" });
      expect(proxy.connects).toHaveLength(bySdk + 1);
    });
  });

  it("use the proxy together with the time limits of a check", () => {
    const access = awsAccess("us-west-2", { ...keys, HTTPS_PROXY: "http://proxy.example.com:3128" });
    const { requestHandler } = clientSettings(awsContext(access));
    expect(requestHandler).toEqual({
      ...{ httpsAgent: access.requestHandler?.httpsAgent, connectionTimeout: 5_000, requestTimeout: 20_000 },
    });
  });
});
