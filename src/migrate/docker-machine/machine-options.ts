/**
 * Converts options of docker-machine's EC2 driver, `amazonec2-...`. Some have a counterpart, some are decided by Karpenter
 * and the EKS modules, and some need a decision of the user.
 * Source: gitlab-org/ci-cd/docker-machine docs/drivers/aws.md; read 2026-11-30.
 */
import type { CarriedOver } from "./old-runner";

interface MachineOptions {
  readonly instanceTypes: readonly string[];
  readonly spot?: boolean;
  readonly region?: string;
  readonly rootDiskGiB?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly findings: readonly CarriedOver[];
}

/** Options without a meaning on Kubernetes, such as the way in which docker-machine reached its machines. */
const unneeded = new Set(
  "keypair-name ssh-keypath ssh-port ssh-user use-private-address private-address-only monitoring retries open-port device-name insecure-transport use-ebs-optimized-instance metadata-token metadata-token-response-hop-limit endpoint block-duration-minutes zone".split(
    " ",
  ),
);

/** Credentials. Their values are not used. */
const credentials = new Set(["access-key", "secret-key", "session-token"]);

const byHand: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  "vpc-id": [
    "the machines were in an existing VPC",
    "to use it, set network.existing.vpcId and two private subnets in network.existing.privateSubnetIds",
  ],
  "subnet-id": [
    "the machines were in one subnet of an existing VPC, and EKS needs private subnets in two zones",
    "set network.existing.privateSubnetIds, or leave it out to create a new VPC",
  ],
  "security-group": [
    "the machines had a security group of their own",
    "allow the cluster's security group where this one was allowed",
  ],
  "security-group-readonly": [
    "docker-machine was not allowed to change the security group",
    "nothing: nodes do not change it",
  ],
  "iam-instance-profile": [
    "every job had the permissions of the machine's instance profile",
    "grant them only to the jobs of this runner with runners[].job.serviceAccount",
  ],
  ami: [
    "the machines had their own AMI",
    "put the tools that the jobs need into their container image: nodes run Amazon Linux",
  ],
  userdata: [
    "the machines ran a script when they started",
    "put the tools that the jobs need into their container image",
  ],
  "spot-price": [
    "Spot instances had a maximum price",
    "nothing: Karpenter uses the cheapest Spot capacity and pays at most the on-demand price",
  ],
  "volume-type": ["the machine's disk had a type", "nothing: nodes have gp3 disks"],
};

/** @param key key of the list, as findings name it */
export function machineOptions(options: readonly string[], key: string): MachineOptions {
  const instanceTypes: string[] = [];
  const findings: CarriedOver[] = [];
  const tags: Record<string, string> = {};
  let spot: boolean | undefined;
  let region: string | undefined;
  let rootDiskGiB: number | undefined;
  for (const option of options) {
    const [, given = "?", value = ""] = /^([\w-]+)(?:=([\s\S]*))?$/.exec(option) ?? [];
    const at = `${key} ${given}`;
    const name = given.replace(/^amazonec2-/, "");
    const known = byHand[name];
    if (name === "instance-type") instanceTypes.push(value);
    else if (name === "request-spot-instance") spot = value !== "false";
    else if (name === "region") region = value;
    else if (name === "root-size") rootDiskGiB = Number(value);
    else if (name === "tags") Object.assign(tags, tagsOf(value));
    else if (credentials.has(name))
      findings.push({
        key: at,
        what: "a credential was not copied",
        fix: "delete the access key after you remove the old runners: pods use IAM roles",
      });
    else if (known !== undefined) findings.push({ key: at, what: known[0], fix: known[1] });
    else if (!unneeded.has(name))
      findings.push({
        key: at,
        what: "glrunner does not know this option",
        fix: "decide whether the jobs need it",
      });
  }
  return {
    instanceTypes,
    tags,
    findings,
    spot,
    region,
    rootDiskGiB: Number.isFinite(rootDiskGiB) ? rootDiskGiB : undefined,
  };
}

/** Reads `key,value,key,value`, as the driver does: it ignores a last key without a value. */
function tagsOf(text: string): Readonly<Record<string, string>> {
  const parts = text.split(",").map((part) => part.trim());
  return Object.fromEntries(
    parts.flatMap((part, index) => {
      const value = parts[index + 1];
      return index % 2 === 0 && part !== "" && value !== undefined ? [[part, value]] : [];
    }),
  );
}
