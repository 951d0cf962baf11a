/** IPv4 blocks as numbers: parsing, cutting into subnets, overlap. */
export interface Block {
  readonly base: number;
  readonly prefix: number;
}

function addressToNumber(address: string): number | undefined {
  const octets = address.split(".");
  if (octets.length !== 4) return undefined;
  let value = 0;
  for (const octet of octets) {
    // A leading zero is refused: some tools read it as octal.
    if (!/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return undefined;
    value = value * 256 + Number(octet);
  }
  return value;
}

export function blockSize({ prefix }: Block): number {
  return 2 ** (32 - prefix);
}

/** Undefined for an octet above 255 or a prefix above 32. The address may have host bits. */
export function parseBlock(text: string): Block | undefined {
  const [address = "", prefixText = ""] = text.split("/");
  const base = addressToNumber(address);
  const prefix = Number(prefixText);
  if (base === undefined || !/^\d{1,2}$/.test(prefixText) || prefix > 32) return undefined;
  return { base, prefix };
}

export function blockText({ base, prefix }: Block): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** The block with its host bits cleared. */
export function networkOf(block: Block): Block {
  return { base: block.base - (block.base % blockSize(block)), prefix: block.prefix };
}

export function overlaps(left: Block, right: Block): boolean {
  const a = networkOf(left);
  const b = networkOf(right);
  return a.base < b.base + blockSize(b) && b.base < a.base + blockSize(a);
}

/** Terraform's cidrsubnet: the block cut by `bits`, the part with this index. */
export function subnet(block: Block, bits: number, index: number): Block {
  const prefix = block.prefix + bits;
  return { base: block.base + index * 2 ** (32 - prefix), prefix };
}
