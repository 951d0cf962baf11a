/** Address blocks: valid, private where they must be, and without overlap. */
import {
  blockText,
  networkOf,
  overlaps,
  parseBlock,
  privateRanges,
  rangesMeeting,
  unusableRanges,
  type Block,
} from "../ipv4";
import type { Path } from "../paths";
import { needs, type Findings, type Rule } from "./rule";

/** EKS takes the first of these that the VPC leaves free. Source: EKS guide, kubernetesNetworkConfig. */
const serviceRanges = ["10.100.0.0/16", "172.20.0.0/16"] as const;

/** The block of all IPv4 addresses. */
export const openToAll = "0.0.0.0/0";

/** Mistakes in one block, whatever it is for. */
function formProblem(text: string, path: Path, block: Block | undefined): Findings {
  if (block === undefined) {
    return {
      code: "cidr-invalid",
      path,
      value: text,
      message: "this is not an IPv4 block",
      allowed: "four numbers of 0 to 255 without leading zeros, a slash, and 0 to 32",
      fix: "correct the numbers",
    };
  }
  const network = networkOf(block);
  return (
    network.base !== block.base && {
      code: "cidr-host-bits",
      path,
      value: text,
      message: `the address is not the first one of its /${block.prefix} block`,
      allowed: "the first address of the block",
      fix: `use ${blockText(network)}`,
    }
  );
}

function vpcSize(text: string, block: Block, path: Path): Findings {
  const { prefix } = block;
  if (prefix >= 16 && prefix <= 20) return undefined;
  return {
    code: "vpc-size",
    path,
    value: text,
    message:
      prefix < 16 ? "AWS allows no VPC larger than /16" : "subnets for this many zones and pods do not fit",
    allowed: "/16 to /20",
    fix: `use ${blockText(networkOf({ ...block, prefix: prefix < 16 ? 16 : 20 }))}`,
  };
}

function vpcRanges(text: string, block: Block, path: Path): Findings {
  const fix = "use 10.0.0.0/16";
  const unusable = rangesMeeting(block, unusableRanges);
  if (unusable.length > 0) {
    const allowed = `a private block, such as one of ${privateRanges.join(", ")}`;
    const message = `a VPC cannot use addresses of ${unusable.join(", ")}`;
    return { code: "cidr-reserved", path, value: text, message, allowed, fix };
  }
  const [first, second] = rangesMeeting(block, serviceRanges);
  if (first === undefined) return undefined;
  const allowed = `a block that leaves one of ${serviceRanges.join(" and ")} free for Kubernetes services`;
  return {
    code: second === undefined ? "service-range-taken" : "cidr-overlap",
    path,
    value: text,
    message:
      second === undefined
        ? `this overlaps ${first}, one of the two ranges for Kubernetes services; EKS will use the other one`
        : "this overlaps both ranges that EKS has for Kubernetes services",
    allowed,
    fix,
  };
}

export const vpcBlock: Rule = needs(["network"], ({ network: { cidr, existing } }) => {
  if (existing !== undefined) return undefined;
  const path = ["network", "cidr"];
  const block = parseBlock(cidr);
  return [
    formProblem(cidr, path, block),
    block !== undefined && [vpcSize(cidr, block, path), vpcRanges(cidr, block, path)],
  ];
});

function isInside(block: Block, range: string): boolean {
  const outer = parseBlock(range);
  return outer !== undefined && block.prefix >= outer.prefix && overlaps(block, outer);
}

function allowedBlock(text: string, earlier: readonly string[], path: Path): Findings {
  const block = parseBlock(text);
  const form = formProblem(text, path, block);
  if (block === undefined || form) return form;
  const [overlapped] = rangesMeeting(block, earlier);
  return [
    privateRanges.some((range) => isInside(block, range)) && {
      code: "allowed-cidr-private",
      path,
      value: text,
      message: "private addresses do not reach the public endpoint, and EKS refuses them",
      allowed: "public addresses, as the internet sees them",
      fix: "remove it: pods and machines in the VPC use the private endpoint",
    },
    overlapped !== undefined && {
      code: "cidr-overlap",
      path,
      value: text,
      message: `this overlaps ${overlapped} of the same list, so one of the two has no effect`,
      allowed: "blocks that do not overlap",
      fix: "remove one of the two",
    },
  ];
}

export const allowedBlocks: Rule = needs(["cluster"], ({ cluster: { endpoint } }) =>
  endpoint.allowedCidrs.map((text, index, all) =>
    allowedBlock(text, all.slice(0, index), ["cluster", "endpoint", "allowedCidrs", index]),
  ),
);
