/**
 * The text that GitLab makes of a plain scalar. GitLab reads YAML with Ruby's Psych, which follows YAML 1.1: `yes` and `off`
 * are booleans, `010` is the number 8, `1:30` is 5400 and `1.10` is 1.1. A variable gets the text of that value.
 *
 * GitLab permits Psych no dates: it refuses a file that has a date without quotation marks.
 *
 * Sources: ruby/psych lib/psych/scalar_scanner.rb (`tokenize`); gitlab-org/gitlab lib/gitlab/config/loader/yaml.rb
 * (`permitted_classes`), lib/gitlab/ci/config/entry/variable.rb (`to_s`); read 2026-11-30.
 */
const words: ReadonlyMap<string, string> = new Map([
  ...["yes", "true", "on"].map((word) => [word, "true"] as const),
  ...["no", "false", "off"].map((word) => [word, "false"] as const),
  ...["", "~", "null"].map((word) => [word, ""] as const),
]);
const integer =
  /^(?:[-+]?0b[01_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[\da-fA-F_,]+)$/;
const float = /^[-+]?(?:\d[\d_,]*)?\.\d*(?:[eE][-+]\d+)?$/;
const sexagesimal = /^[-+]?\d[\d_]*(?::[0-5]?\d){1,2}$/;
const date = /^\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)$/;
const time =
  /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|\s+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:\s*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;
/** Digits of a number that JavaScript represents exactly; a longer number remains as written. */
const maxNumberLength = 15;

/** The text of the value that Psych makes of a plain scalar. */
export function psychText(plain: string): string {
  // The longest word has five letters, and a number begins with a digit, a sign or a point.
  const word = plain.length > 5 ? undefined : words.get(plain.toLowerCase());
  if (word !== undefined) return word;
  // A symbol.
  if (/^:[^"']/.test(plain)) return plain.slice(1);
  if (plain.length > maxNumberLength || !/^[-+.\d]/.test(plain)) return plain;
  if (integer.test(plain)) return String(integerOf(plain.replaceAll(/[,_]/g, "")));
  if (sexagesimal.test(plain)) return String(base60(plain));
  return float.test(plain) && /\d/.test(plain) ? floatText(plain) : plain;
}

/** Whether Psych converts the scalar to a date or a time. */
export function isPsychDate(plain: string): boolean {
  if (!/^-?\d{4}-/.test(plain) || plain.length > 40) return false;
  return date.test(plain) ? !Number.isNaN(Date.parse(padded(plain))) : time.test(plain);
}

const padded = (text: string) =>
  text
    .split("-")
    .map((part) => part.padStart(2, "0"))
    .join("-");

function integerOf(text: string): number {
  const [, sign, digits = ""] = /^([-+]?)(.*)$/.exec(text) ?? [];
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  return sign === "-" ? -Number(octal) : Number(octal);
}

/** Psych reads the first part as hours, even if there are only two parts. */
function base60(text: string): number {
  const parts = text.replaceAll("_", "").split(":").map(Number);
  return parts.reduce((sum, part, index) => sum + part * 60 ** (2 - index), 0);
}

/** Ruby writes a whole number with `.0`. */
function floatText(text: string): string {
  const value = Number(text.replaceAll(/[,_]/g, ""));
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
