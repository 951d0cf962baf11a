import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockText, networkOf, overlaps, parseBlock, subnet, type Block } from "../../src/config/ipv4";

function block(text: string): Block {
  const parsed = parseBlock(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

describe("IPv4 blocks", () => {
  it.each([
    "10.0.0.0/33",
    "256.0.0.0/8",
    "10.0.0/8",
    "10.0.0.0.0/8",
    "01.0.0.0/8",
    "10.0.0.0/",
    "10.0.0.0",
    "a.b.c.d/8",
  ])("%s is not a block", (text) => {
    expect(parseBlock(text)).toBeUndefined();
  });

  it("have the same text after parsing", () => {
    const any = fc.record({ base: fc.nat(2 ** 32 - 1), prefix: fc.nat(32) });
    fc.assert(
      fc.property(any, (given) => {
        expect(parseBlock(blockText(given))).toEqual(given);
      }),
    );
  });

  it("are divided as by Terraform's cidrsubnet", () => {
    expect(blockText(subnet(block("10.0.0.0/16"), 4, 2))).toBe("10.0.32.0/20");
    expect(blockText(subnet(block("10.0.0.0/16"), 8, 50))).toBe("10.0.50.0/24");
    expect(blockText(subnet(block("192.168.64.0/18"), 4, 15))).toBe("192.168.124.0/22");
  });

  it("can be cleared of host bits", () => {
    expect(blockText(networkOf(block("10.1.2.3/16")))).toBe("10.1.0.0/16");
    expect(blockText(networkOf(block("255.255.255.255/1")))).toBe("128.0.0.0/1");
  });

  it.each([
    ["10.0.0.0/16", "10.0.255.0/24", true],
    ["10.0.0.0/16", "10.1.0.0/16", false],
    ["0.0.0.0/0", "203.0.113.7/32", true],
    ["10.0.0.5/24", "10.0.0.200/25", true],
  ])("%s and %s overlap: %s", (left, right, expected) => {
    expect(overlaps(block(left), block(right))).toBe(expected);
    expect(overlaps(block(right), block(left))).toBe(expected);
  });
});
