import { describe, expect, it } from "vitest";
import { found, runner } from "../samples";

const proxy = { https: "http://proxy.example.com:3128" };
const existing = {
  vpcId: "vpc-0123456789abcdef0",
  privateSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
};

describe("the proxy", () => {
  it("has no user and no password", () => {
    expect(found({ proxy: { https: "http://user:secret@proxy.example.com:3128" } })).toContain(
      "url-credentials proxy.https",
    );
  });

  it("needs the block of an existing VPC", () => {
    expect(found({ proxy, network: { existing } })).toContain("proxy-vpc-block proxy.no");
    expect(found({ proxy: { ...proxy, no: [".corp"] }, network: { existing } })).toContain(
      "proxy-vpc-block proxy.no",
    );
    const complete = { ...proxy, no: [".corp", "10.8.0.0/16"] };
    expect(
      found({ proxy: complete, network: { existing } }).filter((code) => code.includes("proxy")),
    ).toEqual([]);
  });

  it("may be set in one place only", () => {
    const environment = { https_proxy: "http://other:1", NO_PROXY: "x", OTHER: "y" };
    const extraToml = '[[runners]]\nenvironment = ["HTTP_PROXY=http://other:1"]\n';
    expect(found({ proxy, runners: [runner({ environment, extraToml })] })).toEqual([
      "proxy-twice runners[0].environment.https_proxy",
      "proxy-twice runners[0].environment.NO_PROXY",
      "proxy-twice runners[0].extraToml",
    ]);
    expect(found({ runners: [runner({ environment, extraToml })] })).toEqual([]);
  });

  it("must be set if destinations bypass it", () => {
    expect(found({ proxy: { no: [".corp"] } })).toEqual(["no-effect proxy.no"]);
  });
});
