/**
 * The options of docker-machine's driver for EC2, `amazonec2-...`: which become part of a configuration, which Karpenter
 * and the EKS modules decide themselves, and which need a person.
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

/** Options without a meaning on Kubernetes: how docker-machine reached its machines. */
const unneeded = new Set(
  "keypair-name ssh-keypath ssh-port ssh-user use-private-address private-address-only monitoring retries open-port device-name insecure-transport use-ebs-optimized-instance metadata-token metadata-token-response-hop-limit endpoint block-duration-minutes zone".split(
    " ",
  ),
);

/** Credentials. Their values are never read further than this. */
const credentials = new Set(["access-key", "secret-key", "session-token"]);

const byHand: Readonly<Record<string, readonly [what: string, fix: string]>> = {
  "vpc-id": [
    "the machines were in an existing VPC",
    "to use it, set network.existing.vpcId and two private subnets in network.existing.privateSubnetIds",
  ],
  "subnet-id": [
    "one subnet of an existing VPC: EKS needs private subnets in two zones",
    "set network.existing.privateSubnetIds, or leave it out and get a new VPC",
  ],
  "security-group": [
    "the machines had a security group of their own",
    "allow the cluster's security group where this one was allowed",
  ],
  "security-group-readonly": [
    "docker-machine was not to change the security group",
    "nothing: no machine changes it",
  ],
  "iam-instance-profile": [
    "every job had the rights of the machine's instance profile",
    "give the rights to the jobs of this runner alone: runners[].job.serviceAccount",
  ],
  ami: [
    "the machines had an image of their own",
    "put what the jobs need into their container image: nodes run Amazon Linux",
  ],
  userdata: ["the machines ran a script at their start", "put what the jobs need into their container image"],
  "spot-price": [
    "a maximum price for Spot",
    "nothing: Karpenter takes the cheapest Spot capacity and pays at most the on-demand price",
  ],
  "volume-type": ["the type of the machine's disk", "nothing: nodes have gp3 disks"],
};

/** @param key of the list, for findings */
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
        what: "a credential, which was not copied",
        fix: "delete the access key when the old runners are gone: pods use IAM roles",
      });
    else if (known !== undefined) findings.push({ key: at, what: known[0], fix: known[1] });
    else if (!unneeded.has(name))
      findings.push({
        key: at,
        what: "an option that is not known here",
        fix: "decide whether the jobs need it",
      });
  }
  return {
    instanceTypes,
    tags,
    findings,
    ...(spot !== undefined && { spot }),
    ...(region !== undefined && { region }),
    ...(rootDiskGiB !== undefined && Number.isFinite(rootDiskGiB) && { rootDiskGiB }),
  };
}

/** `key,value,key,value`, as the driver takes them. A last key without a value is left out, as the driver does. */
function tagsOf(text: string): Readonly<Record<string, string>> {
  const parts = text.split(",").map((part) => part.trim());
  return Object.fromEntries(
    parts.flatMap((part, index) => {
      const value = parts[index + 1];
      return index % 2 === 0 && part !== "" && value !== undefined ? [[part, value]] : [];
    }),
  );
}
