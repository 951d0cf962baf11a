/** Address blocks: valid, private where they must be, and not over one another. */
import { blockText, networkOf, overlaps, parseBlock, type Block } from "../ipv4";
import type { Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import { needs, type Rule } from "./rule";

/** EKS takes the first of these that the VPC leaves free. Source: EKS guide, kubernetesNetworkConfig. */
const serviceRanges = ["10.100.0.0/16", "172.20.0.0/16"] as const;
/** RFC 1918 and RFC 6598: never the source of traffic from the internet. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] as const;
/** "This" network, loopback, link-local, multicast and above: VPCs cannot have them. Source: RFC 6890. */
const unusableRanges = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"] as const;

/** For documentation and benchmarks: no machine on the internet has one. Source: RFC 5737, RFC 2544. */
const exampleRanges = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15"] as const;

export const openToAll = "0.0.0.0/0";

/** Whether the internet may know the address: it is neither private, nor of no machine. */
export function isPublicAddress(address: string): boolean {
  const block = parseBlock(`${address}/32`);
  return (
    block !== undefined &&
    meeting(block, [...privateRanges, ...unusableRanges, ...exampleRanges]).length === 0
  );
}

function meeting(block: Block, ranges: readonly string[]): readonly string[] {
  return ranges.filter((range) => {
    const other = parseBlock(range);
    return other !== undefined && overlaps(block, other);
  });
}

/** What is wrong with one block by itself. */
function blockProblems(text: string, path: Path): readonly Problem[] {
  const block = parseBlock(text);
  if (block === undefined) {
    return [
      problem({
        code: "cidr-invalid",
        path,
        value: text,
        message: "this is not an IPv4 block",
        allowed: "four numbers of 0 to 255 without leading zeros, a slash, and 0 to 32",
        fix: "correct the numbers",
      }),
    ];
  }
  const network = networkOf(block);
  if (network.base === block.base) return [];
  return [
    problem({
      code: "cidr-host-bits",
      path,
      value: text,
      message: `the address is not the first one of its /${block.prefix} block`,
      allowed: "the first address of the block",
      fix: `write ${blockText(network)}`,
    }),
  ];
}

function vpcSize(text: string, { prefix }: Block, path: Path): readonly Problem[] {
  if (prefix >= 16 && prefix <= 20) return [];
  return [
    problem({
      code: "vpc-size",
      path,
      value: text,
      message:
        prefix < 16 ? "AWS allows no VPC larger than /16" : "subnets for this many zones and pods do not fit",
      allowed: "/16 to /20",
      fix: `write ${blockText(networkOf({ ...(parseBlock(text) ?? { base: 0 }), prefix: prefix < 16 ? 16 : 20 }))}`,
    }),
  ];
}

function vpcRanges(text: string, block: Block, path: Path): readonly Problem[] {
  const unusable = meeting(block, unusableRanges);
  if (unusable.length > 0) {
    const allowed = `a private block, such as one of ${privateRanges.join(", ")}`;
    const message = `a VPC cannot use addresses of ${unusable.join(", ")}`;
    return [
      problem({ code: "cidr-reserved", path, value: text, message, allowed, fix: "write 10.0.0.0/16" }),
    ];
  }
  const taken = meeting(block, serviceRanges);
  const [first, second] = taken;
  if (first === undefined) return [];
  const allowed = `a block that leaves one of ${serviceRanges.join(" and ")} free for Kubernetes services`;
  const fix = "write 10.0.0.0/16";
  return second === undefined
    ? [
        problem({
          code: "service-range-taken",
          path,
          value: text,
          message: `this overlaps ${first}, one of the two ranges for Kubernetes services; EKS will use the other one`,
          allowed,
          fix,
        }),
      ]
    : [
        problem({
          code: "cidr-overlap",
          path,
          value: text,
          message: `this overlaps both ranges that EKS has for Kubernetes services`,
          allowed,
          fix,
        }),
      ];
}

export const vpcBlock: Rule = needs(["network"], ({ network }) => {
  if (network.existing !== undefined) return [];
  const path = ["network", "cidr"];
  const own = blockProblems(network.cidr, path);
  const block = parseBlock(network.cidr);
  if (block === undefined) return own;
  return [...own, ...vpcSize(network.cidr, block, path), ...vpcRanges(network.cidr, block, path)];
});

function insidePrivate(block: Block): boolean {
  return privateRanges.some((range) => {
    const other = parseBlock(range);
    return other !== undefined && block.prefix >= other.prefix && overlaps(block, other);
  });
}

function allowedBlock(all: readonly string[], index: number, path: Path): readonly Problem[] {
  const text = all[index] ?? "";
  const own = blockProblems(text, path);
  const block = parseBlock(text);
  if (block === undefined || own.length > 0) return own;
  const found: Problem[] = [];
  if (insidePrivate(block)) {
    const message = "private addresses do not reach the public endpoint, and EKS refuses them";
    const allowed = "public addresses, as the internet sees them";
    const fix = "remove it: pods and machines in the VPC use the private endpoint";
    found.push(problem({ code: "allowed-cidr-private", path, value: text, message, allowed, fix }));
  }
  const earlier = all.slice(0, index).find((other) => {
    const before = parseBlock(other);
    return before !== undefined && overlaps(before, block);
  });
  if (earlier !== undefined) {
    const message = `this overlaps ${earlier} of the same list, so one of them has no effect`;
    const fix = "remove the one that is not meant";
    found.push(problem({ code: "cidr-overlap", path, value: text, message, allowed: "blocks apart", fix }));
  }
  return found;
}

export const allowedBlocks: Rule = needs(["cluster"], ({ cluster }) => {
  const { allowedCidrs } = cluster.endpoint;
  return allowedCidrs.flatMap((_, index) =>
    allowedBlock(allowedCidrs, index, ["cluster", "endpoint", "allowedCidrs", index]),
  );
});
