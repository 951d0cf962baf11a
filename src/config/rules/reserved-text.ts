/**
 * Text that would not arrive as it was written: what the synthesizer takes for a reference of its own, characters
 * that YAML or Helm refuse or change, and a key that JavaScript takes for something else.
 */
import type { Path } from "../paths";
import { problem, type Problem } from "../input/problems";
import type { Rule } from "./rule";
import { texts, type Text } from "./texts";

/**
 * Control characters but tab and line breaks, line and paragraph separators, non-characters and half surrogate
 * pairs. Source: tried on Helm's YAML (gopkg.in/yaml.v2) and Terraform 1.11; 2026-11.
 */
function isUnprintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return !["\t", "\n", "\r"].includes(character);
  const halfSurrogate = code >= 0xd800 && code <= 0xdfff;
  return (code >= 0x7f && code <= 0x9f) || [0x2028, 0x2029, 0xfffe, 0xffff].includes(code) || halfSurrogate;
}

/** What the URL parser forgives, the runner and Terraform do not. */
function isMisshapen(path: Path, text: string): boolean {
  if (path.at(-1) === "gitlabUrl") return /[\s"'<>\\]/.test(text);
  return path[0] === "state" && path[1] === "address" && /[\s"'<>\\?#]/.test(text);
}

function why({ path, text, isKey }: Text): string | undefined {
  if (isMisshapen(path, text)) return "an address has no spaces, quotes, query or fragment";
  if (text.includes("TfToken[")) return "TfToken[ marks a reference of CDK for Terraform";
  if (Array.from(text).some(isUnprintable))
    return "it holds a character that YAML cannot carry to the cluster";
  if (isKey && text === "__proto__") return "this key would be dropped on the way";
  return undefined;
}

export const noReservedText: Rule = ({ raw }) =>
  texts(raw, []).flatMap((found): readonly Problem[] => {
    const message = found.repeated ? undefined : why(found);
    if (message === undefined) return [];
    const { path, text: value } = found;
    return [
      problem({
        code: "reserved-text",
        path,
        value,
        message,
        allowed: "any other text",
        fix: "write it differently",
      }),
    ];
  });
