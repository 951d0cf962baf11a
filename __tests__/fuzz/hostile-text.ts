/** Generates hostile text: valid text that is cut, reordered, or mixed with texts that break parsers. */
import fc from "fast-check";

/** Texts that have broken parsers, terminals or shells. */
const hostileTexts = [
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

/** Returns the index at a share of the length; 0 is the start of the text and 1 its end. */
const at = (text: string, share: number) => Math.floor(text.length * share);

/** Returns the possible edits: cut the end, cut the start, cut the middle, repeat the middle, insert a piece, overwrite. */
function editsOf(first: number, second: number, piece: string): readonly Edit[] {
  const [low, high] = first < second ? [first, second] : [second, first];
  return [
    (text) => text.slice(0, at(text, first)),
    (text) => text.slice(at(text, first)),
    (text) => text.slice(0, at(text, low)) + text.slice(at(text, high)),
    (text) => text.slice(0, at(text, high)) + text.slice(at(text, low)),
    (text) => text.slice(0, at(text, first)) + piece + text.slice(at(text, first)),
    (text) => text.slice(0, at(text, first)) + piece + text.slice(at(text, first) + piece.length),
  ];
}

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Generates texts with one to four edits. @param source valid texts, such as the YAML of configurations */
export function damaged(source: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edit = fc
    .tuple(
      share,
      share,
      fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: "binary", maxLength: 20 })),
      fc.nat(5),
    )
    .map(([first, second, piece, kind]) => editsOf(first, second, piece)[kind] ?? ((text: string) => text));
  return fc
    .tuple(source, fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([text, edits]) => edits.reduce((edited, edit) => edit(edited), text));
}

/** Generates arbitrary JSON. @param keys names that the reader looks for; some objects have them as keys */
export function strangeJson(keys: readonly string[]): fc.Arbitrary<unknown> {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, depthSize: "small" },
      fc.constantFrom<unknown>(null, true, false, "", 0, -1, 1.5, 1e308, "a", ...hostileTexts),
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
