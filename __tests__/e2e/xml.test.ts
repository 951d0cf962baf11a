import { describe, expect, it } from "vitest";
import { childOf, readXml, textOf } from "./xml";

describe("readXml", () => {
  it("reads elements, empty ones, text and entities", () => {
    const document = readXml(
      '<?xml version="1.0"?>\n<Answer xmlns="http://x/"><set><item><id>a&amp;b</id><none/></item><item/></set></Answer>',
    );
    expect(document.name).toBe("Answer");
    const items = childOf(document, "set")?.children ?? [];
    expect(items.map((item) => textOf(item, "id"))).toEqual(["a&b", ""]);
    expect(childOf(document, "missing")).toBeUndefined();
  });

  it("refuses what is no XML", () => {
    expect(() => readXml("Internal Server Error")).toThrow("no XML element");
  });
});
