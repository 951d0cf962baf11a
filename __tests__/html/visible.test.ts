import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TerminalText, type Printable, type Style } from "../../src/html/terminal-text";
import { oneLine, visible } from "../../src/html/visible";

describe("text from outside", () => {
  it.each([
    ["an escape sequence", "\u001b[31mred", String.raw`\u001b[31mred`],
    ["a bell and the end of a title", "\u001b]0;x\u0007", String.raw`\u001b]0;x\u0007`],
    ["a control of eight bits", "\u009b2J", String.raw`\u009b2J`],
    ["a turn of the direction of writing", "\u202eabc\u2066", String.raw`\u202eabc\u2066`],
    ["a character without width", "a\u200bb\ufeff", String.raw`a\u200bb\ufeff`],
    ["a tag above the basic plane", "\u{e0041}", String.raw`\udb40\udc41`],
    ["half a character", "\ud800", String.raw`\ud800`],
    ["a carriage return that hides a line", "safe\rgone", String.raw`safe\rgone`],
    ["a line separator", "a\u2028b", String.raw`a\u2028b`],
  ])("shows %s as an escape", (_, text, shown) => {
    expect(visible(text)).toBe(shown);
    expect(oneLine(text)).toBe(shown);
  });

  it("keeps letters of every language, line breaks and tabs", () => {
    const text = "plain ünïcode 日本 🚀 e\u0301\n\tindented\n";
    expect(visible(text)).toBe(text);
    expect(visible("one\r\ntwo")).toBe("one\ntwo");
    expect(oneLine("a\n\tb")).toBe(String.raw`a\n\tb`);
  });

  it("does not change the meaning of a JSON document", () => {
    const character = fc.nat(0x10ffff).map((codePoint) => String.fromCodePoint(codePoint));
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: character }), (value, text) => {
        const document = { value, text };
        expect(JSON.parse(visible(JSON.stringify(document, null, 2)))).toEqual(
          JSON.parse(JSON.stringify(document)),
        );
      }),
    );
  });
});

/** Anything, with a good share of what has an effect. */
const outside = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\u001b[2J", "\u001b[0m", "\u009b", "\u0007", "\u202e", "\u2069", "\r", "\n", "\ud83d"),
    ),
  )
  .map((parts) => parts.join(""));

const escape = "\u001b";
/** Our own colours, and what erases a line. */
const ours = new RegExp(`${escape}\\[(?:[0123]|3[123])m|${escape}\\[K$`, "g");

const styled = fc.tuple(outside, fc.constantFrom<Style | undefined>("bold", "red", "dim", undefined));

describe("text for a terminal", () => {
  it("has only the intended escape sequences, for any input", () => {
    fc.assert(
      fc.property(fc.array(styled), outside, (parts, last) => {
        const spans: Printable[] = parts.map(([text, style]) => TerminalText.styled(text, style));
        const text = TerminalText.of(...spans, last, TerminalText.eraseLine);
        const without = text.sequences({ color: true }).replace(ours, "");
        expect(without).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(without).toBe(String(text));
      }),
      { numRuns: 500 },
    );
  });

  it("has no escape sequences without colours", () => {
    const text = TerminalText.of(TerminalText.styled("done", "green"), " in 3 s");
    expect(text.sequences({ color: true })).toBe("\u001b[32mdone\u001b[0m in 3 s");
    expect(text.sequences({ color: false })).toBe("done in 3 s");
    expect(TerminalText.overwriting("x").sequences({ color: false })).toBe("\r\u001b[Kx");
    expect(String(TerminalText.overwriting("x"))).toBe("x");
    expect(TerminalText.cursorUp(0).sequences({ color: true })).toBe("");
  });
});
