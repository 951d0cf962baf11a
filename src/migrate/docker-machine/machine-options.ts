/**
 * Converts options of docker-machine's EC2 driver, `amazonec2-...`. Some have a counterpart, some are decided by Karpenter
 * and the EKS modules, and some need a decision of the user.
 * Source: gitlab-org/ci-cd/docker-machine docs/drivers/aws.md; read 2026-11-30.
 */
import { finding, type CarriedOver } from "./old-runner";

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

const converted = new Set(["instance-type", "request-spot-instance", "region", "root-size", "tags"]);

type Advice = readonly [what: string, fix: string];

/** Credentials. Their values are not used. */
const credentials = new Set(["access-key", "secret-key", "session-token"]);
const credentialAdvice: Advice = [
  "a credential was not copied",
  "delete the access key after you remove the old runners: pods use IAM roles",
];
const unknownAdvice: Advice = ["glrunner does not know this option", "decide whether the jobs need it"];

const byHand: ReadonlyMap<string, Advice> = new Map(
  Object.entries<Advice>({
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
  }),
);

/** @param key key of the list, as findings name it */
export function machineOptions(options: readonly string[], key: string): MachineOptions {
  const findings: CarriedOver[] = [];
  const values = options.map((option) => {
    const [, given = "?", value = ""] = /^([\w-]+)(?:=([\s\S]*))?$/.exec(option) ?? [];
    return { given, name: given.replace(/^amazonec2-/, ""), value };
  });
  for (const { given, name } of values) {
    const advice = byHand.get(name) ?? (credentials.has(name) ? credentialAdvice : unknownAdvice);
    if (!converted.has(name) && !unneeded.has(name)) findings.push(finding(`${key} ${given}`, ...advice));
  }
  const valuesOf = (option: string) => values.filter(({ name }) => name === option).map(({ value }) => value);
  const spot = valuesOf("request-spot-instance").at(-1);
  const rootSize = valuesOf("root-size").at(-1);
  return {
    findings,
    instanceTypes: valuesOf("instance-type"),
    tags: Object.fromEntries(valuesOf("tags").flatMap(tagEntries)),
    spot: spot === undefined ? undefined : spot !== "false",
    region: valuesOf("region").at(-1),
    rootDiskGiB: rootSize === undefined || Number.isNaN(Number(rootSize)) ? undefined : Number(rootSize),
  };
}

/** Reads `key,value,key,value`, as the driver does: it ignores a last key without a value. */
function tagEntries(text: string): readonly (readonly [key: string, value: string])[] {
  const parts = text.split(",").map((part) => part.trim());
  return parts.flatMap((part, index) => {
    const value = parts[index + 1];
    return index % 2 === 0 && part !== "" && value !== undefined ? [[part, value] as const] : [];
  });
}
