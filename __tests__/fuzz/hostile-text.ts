/** Hostile text: valid text that is cut, doubled, shuffled or mixed with texts that break parsers. */
import fc from "fast-check";

/** Texts that have broken parsers, terminals or shells. */
const salt = [
  "\u0000",
  "\u001b[2J\u001b]0;owned\u0007",
  "\u009b31m",
  "\u202e",
  "\ufeff",
  "<<<<<<< HEAD\n",
  "*a",
  "&a ",
  "<<: *a\n",
  "!reference [a, b]",
  "!!binary x",
  "${jndi}",
  "$(reboot)",
  "`id`",
  "'\";--",
  "%3A",
  "__proto__: {a: 1}\n",
  "constructor",
  "\t",
  "\r",
  "---\n",
  "...\n",
  ": ",
  "- ",
  "[",
  "{",
  "]}",
  ".nan",
  "0x1F",
  "1e999",
  "9007199254740993",
  "-0",
  "~",
  "y",
  "2026-11-30",
  "a".repeat(5000),
  "- ".repeat(200),
  "[".repeat(200),
  "\n".repeat(500),
] as const;

type Edit = (text: string) => string;

const at = (text: string, share: number) => Math.floor(text.length * share);

function editOf(one: number, other: number, piece: string): readonly Edit[] {
  const [low, high] = one < other ? [one, other] : [other, one];
  return [
    (text) => text.slice(0, at(text, one)),
    (text) => text.slice(at(text, one)),
    (text) => text.slice(0, at(text, low)) + text.slice(at(text, high)),
    (text) => text.slice(0, at(text, high)) + text.slice(at(text, low)),
    (text) => text.slice(0, at(text, one)) + piece + text.slice(at(text, one)),
    (text) => text.slice(0, at(text, one)) + piece + text.slice(at(text, one) + piece.length),
  ];
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Makes one to four edits. @param source valid text, such as a configuration's YAML */
export function damaged(source: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc
    .tuple(
      share,
      share,
      fc.oneof(fc.constantFrom(...salt), fc.string({ unit: "binary", maxLength: 20 })),
      fc.nat(5),
    )
    .map(([one, other, piece, kind]) => editOf(one, other, piece)[kind] ?? ((text: string) => text));
  return fc
    .tuple(source, fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([text, edits]) => edits.reduce((done, change) => change(done), text));
}

/** Any JSON, with keys that this project reads mixed in. @param keys names that a reader looks for */
export function strangeJson(keys: readonly string[]): fc.Arbitrary<unknown> {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: "small" },
      fc.constantFrom<unknown>(null, true, false, "", 0, -1, 1.5, 1e308, "a", ...salt),
      fc.string({ maxLength: 12 }),
      fc.integer(),
      fc.array(tie("value"), { maxLength: 5 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string({ maxLength: 8 })), tie("value"), {
        maxKeys: 6,
      }),
    ),
  }));
  return value;
}
