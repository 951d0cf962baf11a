/** IPv4 blocks as numbers: parsing, subnets, overlap, and the reserved ranges. */
export interface Block {
  readonly base: number;
  readonly prefix: number;
}

function addressToNumber(address: string): number | undefined {
  const octets = address.split(".");
  if (octets.length !== 4) return undefined;
  let value = 0;
  for (const octet of octets) {
    // Some tools read a leading zero as octal, so it is refused.
    if (!/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return undefined;
    value = value * 256 + Number(octet);
  }
  return value;
}

/** Number of addresses in the block. */
export function blockSize({ prefix }: Block): number {
  return 2 ** (32 - prefix);
}

/** The block of a text such as 10.0.0.0/16, which may have host bits. Undefined for an octet above 255 or a prefix above 32. */
export function parseBlock(text: string): Block | undefined {
  const [address = "", prefixText = ""] = text.split("/");
  const base = addressToNumber(address);
  const prefix = Number(prefixText);
  if (base === undefined || !/^\d{1,2}$/.test(prefixText) || prefix > 32) return undefined;
  return { base, prefix };
}

/** The block as text, such as 10.0.0.0/16. */
export function blockText({ base, prefix }: Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** The block with its host bits cleared. */
export function networkOf(block: Block): Block {
  return { base: block.base - (block.base % blockSize(block)), prefix: block.prefix };
}

/** Whether two blocks have an address in common. */
export function overlaps(left: Block, right: Block): boolean {
  const a = networkOf(left);
  const b = networkOf(right);
  return a.base < b.base + blockSize(b) && b.base < a.base + blockSize(a);
}

/** As Terraform's cidrsubnet: the part with this index of the block, whose prefix is `bits` longer. */
export function subnet(block: Block, bits: number, index: number): Block {
  const prefix = block.prefix + bits;
  return { base: block.base + index * 2 ** (32 - prefix), prefix };
}

/** RFC 1918 and RFC 6598: never the source of traffic from the internet. */
export const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] as const;

/** "This" network, loopback, link-local, multicast and above: VPCs cannot have them. Source: RFC 6890. */
export const unusableRanges = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"] as const;

/** For documentation and benchmarks: no machine on the internet has one. Source: RFC 5737, RFC 2544. */
const exampleRanges = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "198.18.0.0/15"] as const;

/** The ranges that overlap a block. */
export function rangesMeeting(block: Block, ranges: readonly string[]): readonly string[] {
  return ranges.filter((range) => {
    const other = parseBlock(range);
    return other !== undefined && overlaps(block, other);
  });
}

/** Whether a machine on the internet may have the address. */
export function isPublicAddress(address: string): boolean {
  const block = parseBlock(`${address}/32`);
  const otherRanges = [...privateRanges, ...unusableRanges, ...exampleRanges];
  return block !== undefined && rangesMeeting(block, otherRanges).length === 0;
}
