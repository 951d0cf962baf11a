import { describe, expect, it } from "vitest";
import { dnsFindings } from "../../../src/check/account/dns";
import { ec2Answer, ec2Error } from "../../support/aws-xml";
import { briefly, useScriptedContext } from "./scripted-context";

const { aws, context, ec2Client } = useScriptedContext();
const look = () => dnsFindings(context(), ec2Client(), "vpc-1");

/** EC2 answers one attribute at a time. */
const dns = (settings: Readonly<Record<string, boolean>>) =>
  void aws().answers.set("DescribeVpcAttribute", ({ Attribute }) => {
    const value = settings[String(Attribute)];
    if (value === undefined) return ec2Error("UnauthorizedOperation", 403);
    return ec2Answer("DescribeVpcAttribute", { [String(Attribute)]: { value } });
  });

describe("the DNS of an existing VPC", () => {
  it.each([
    [true, true, ["vpc.dns-support ok", "vpc.dns-hostnames ok"]],
    [false, true, ["vpc.dns-support error", "vpc.dns-hostnames ok"]],
    [true, false, ["vpc.dns-support ok", "vpc.dns-hostnames error"]],
  ])("with support %s and hostnames %s", async (enableDnsSupport, enableDnsHostnames, expected) => {
    dns({ enableDnsSupport, enableDnsHostnames });
    expect(briefly(await look())).toEqual(expected);
    const asked = aws().asked("DescribeVpcAttribute");
    expect(asked.map(({ VpcId }) => VpcId)).toEqual(["vpc-1", "vpc-1"]);
  });

  it("has a fix command that sets exactly the missing attribute", async () => {
    dns({ enableDnsSupport: true, enableDnsHostnames: false });
    const [, hostnames] = await look();
    expect(hostnames?.fix).toMatch(/^aws ec2 modify-vpc-attribute --vpc-id vpc-1 --enable-dns-hostnames /);
  });

  it("is unknown for each setting that EC2 refuses to describe", async () => {
    dns({ enableDnsSupport: true });
    expect(briefly(await look())).toEqual(["vpc.dns-support ok", "vpc.dns-hostnames unknown"]);
  });

  it("is one error if the VPC does not exist", async () => {
    aws().answers.set("DescribeVpcAttribute", ec2Error("InvalidVpcID.NotFound"));
    expect(briefly(await look())).toEqual(["vpc error"]);
  });
});
