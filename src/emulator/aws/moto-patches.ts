/**
 * Corrects responses in which moto differs from AWS, because Terraform would otherwise plan a change every time. Each
 * entry says what is wrong with moto's response.
 */
import type { Identities } from "../identities";
import type { AwsRequest } from "./request";

/** Takes the body of moto's response and returns the corrected one. */
export type MotoPatch = (body: string) => string;

const motoPatches: Readonly<Record<string, MotoPatch>> = {
  /** moto lists the template's own tags among those for the launched resources. */
  "ec2:DescribeLaunchTemplateVersions": (xml) =>
    xml.replaceAll(
      /<item>\s*<resourceType>launch-template<\/resourceType>\s*<tagSet>.*?<\/tagSet>\s*<\/item>/gs,
      "",
    ),
  /** Like AWS, moto omits the scheme, but the provider misreads an address with a port, as on loopback. */
  "iam:GetOpenIDConnectProvider": (xml) => xml.replace(/<Url>(?=[^<:/]+:\d)/, "<Url>https://"),
};

/** @param identities learns the identity of each assumed role */
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
