import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { asComment, programIn, programText } from "../../src/release/program-comment";

const program = 'const found = /a*/.test("aaa") && /[│]/.test("│"); /* a note */ found';

it("the program in the comment is read back unchanged", () => {
  const file = `first();\n${asComment(program)}\n/* licences: é */\n`;
  expect(runInNewContext(file, { first: () => 1 })).toBe(1);
  const text = programText(programIn(Buffer.from(file)));
  expect(text.trim()).toBe(program.replaceAll("│", "\\u2502"));
  expect(runInNewContext(text)).toBe(true);
});

it("a program with the replacement of the comment's end is refused", () => {
  expect(() => asComment("x *~/ y")).toThrow("*~/");
});
