/**
 * Where moto answers otherwise than AWS, and Terraform would find something to change for ever: its answer is
 * corrected on the way back. Each entry names what is wrong with it.
 */
import type { Identities } from "../identities";
import type { AwsRequest } from "./request";

export type MotoPatch = (answer: string) => string;

const motoPatches: Readonly<Record<string, MotoPatch>> = {
  /** The template's own tags, in the form of tags for instances. */
  "ec2:DescribeLaunchTemplateVersions": (xml) =>
    xml.replaceAll(
      /<item>\s*<resourceType>launch-template<\/resourceType>\s*<tagSet>.*?<\/tagSet>\s*<\/item>/gs,
      "",
    ),
  /** AWS leaves the scheme out, too; but of an address with a port, as loopback has, the provider then makes another. */
  "iam:GetOpenIDConnectProvider": (xml) => xml.replace(/<Url>(?=[^<:/]+:\d)/, "<Url>https://"),
};

/** @param identities learns whom a role was given to */
export function patchFor(
  { service, operation, body }: AwsRequest,
  identities: Identities,
): MotoPatch | undefined {
  if (service !== "sts" || operation !== "AssumeRole") return motoPatches[`${service}:${operation}`];
  const role = new URLSearchParams(body).get("RoleArn") ?? "";
  return (xml) => {
    identities.learn(role, xml);
    return xml;
  };
}
