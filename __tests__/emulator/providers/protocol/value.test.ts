import { ExtData } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import {
  decodeValue,
  encodeValue,
  isObject,
  textAt,
  unknown,
  Unknown,
  type Value,
} from "../../../../src/emulator/providers/protocol/value";

describe("a value", () => {
  it("is the same after encoding and decoding", () => {
    const value: Value = { text: "ü", none: null, yes: true, number: 1.5, list: [1, "2", { a: [] }] };
    expect(decodeValue(encodeValue(value))).toEqual(value);
  });

  it("that is unknown keeps the bytes of Terraform's refinements", () => {
    const refined = new Unknown(new ExtData(12, new Uint8Array([0x81, 0x01, 0xc2])));
    expect(Buffer.from(encodeValue([unknown, refined])).toString("hex")).toBe("92d40000c7030c8101c2");
    const back = decodeValue(encodeValue([unknown, refined]));
    expect(back).toEqual([unknown, refined]);
  });

  it("is an object only if it has named members", () => {
    const others: Value[] = [null, "a", 1, [], unknown, new Uint8Array()];
    expect(others.filter(isObject)).toEqual([]);
    expect(isObject({})).toBe(true);
  });

  it("has a text at a path, or undefined", () => {
    const value: Value = { metadata: [{ name: "a", uid: unknown }] };
    expect(textAt(value, "metadata", 0, "name")).toBe("a");
    expect(textAt(value, "metadata", 0, "uid")).toBeUndefined();
    expect(textAt(value, "metadata", 1, "name")).toBeUndefined();
    expect(textAt(value, "name", 0)).toBeUndefined();
  });
});
