/**
 * Text that would change on its way to the cluster: references of the synthesizer, characters that YAML or Helm refuse or
 * change, and a key with a special meaning in JavaScript.
 */
import type { Path } from "../paths";
import type { Rule } from "./rule";
import { texts, type Text } from "./texts";

/**
 * Control characters except tab and line breaks, line and paragraph separators, non-characters and half surrogate
 * pairs. Source: tried on Helm's YAML (gopkg.in/yaml.v2) and Terraform 1.11; 2026-11.
 */
function isUnprintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return !["\t", "\n", "\r"].includes(character);
  const halfSurrogate = code >= 0xd800 && code <= 0xdfff;
  return (code >= 0x7f && code <= 0x9f) || [0x2028, 0x2029, 0xfffe, 0xffff].includes(code) || halfSurrogate;
}

/** The URL parser tolerates these characters, but the runner and Terraform do not. */
function isMalformedAddress(path: Path, text: string): boolean {
  if (path.at(-1) === "gitlabUrl") return /[\s"'<>\\]/.test(text);
  return path[0] === "state" && path[1] === "address" && /[\s"'<>\\?#]/.test(text);
}

function reason({ path, text, isKey }: Text): string | undefined {
  if (isMalformedAddress(path, text)) return "an address has no spaces, quotes, query or fragment";
  if (text.includes("TfToken[")) return "TfToken[ marks a reference of CDK for Terraform";
  if (Array.from(text).some(isUnprintable))
    return "the text holds a character that YAML cannot carry to the cluster";
  return isKey && text === "__proto__" ? "this key would be lost on its way to the cluster" : undefined;
}

export const noReservedText: Rule = ({ raw }) =>
  texts(raw, []).map((item) => {
    const message = item.repeated ? undefined : reason(item);
    if (message === undefined) return undefined;
    const { path, text: value } = item;
    return { code: "reserved-text", path, value, message, allowed: "any other text", fix: "change the text" };
  });
