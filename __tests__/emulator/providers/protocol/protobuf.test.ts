import { describe, expect, it } from "vitest";
import { Message, readMessage } from "../../../../src/emulator/providers/protocol/protobuf";

describe("a protobuf message", () => {
  // Source: the examples of protobuf.dev, "Encoding".
  it("has the bytes of the examples in the specification", () => {
    expect(new Message().varint(1, 150).encode().toString("hex")).toBe("089601");
    expect(new Message().text(2, "testing").encode().toString("hex")).toBe("120774657374696e67");
    expect(new Message().message(3, new Message().varint(1, 150)).encode().toString("hex")).toBe(
      "1a03089601",
    );
  });

  it("leaves out zero and missing values, except indexes and bytes", () => {
    const message = new Message().varint(1, 0).varint(2, false).varint(3, undefined).text(4, "");
    expect(message.encode().length).toBe(0);
    expect(new Message().index(3, 0).encode().toString("hex")).toBe("1800");
    expect(new Message().bytes(1, new Uint8Array()).encode().toString("hex")).toBe("0a00");
  });

  it("can be read back, with any content", () => {
    const long = "x".repeat(70_000);
    const written = new Message()
      .text(1, long)
      .varint(17, 2 ** 40)
      .encode();
    const fixed = Buffer.from("9d0100000000" + "a1010000000000000000", "hex");
    const { chunks, numbers } = readMessage(Buffer.concat([fixed, written]));
    expect(chunks.get(1)?.toString()).toBe(long);
    expect(numbers.get(17)).toBe(2 ** 40);
  });

  it.each(["08", "0a05aa", "0f"])("is refused if it is malformed: %s", (hex) => {
    expect(() => readMessage(Buffer.from(hex, "hex"))).toThrow(/protobuf/);
  });
});
