/** Which namespaces a Fargate profile's selectors catch. `*` stands for any characters, `?` for one. */
import type { FargateProfile } from "../config";

/** Without regular expressions, whose backtracking a pattern of many stars would exploit. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  let possible = new Set([0]);
  for (const character of pattern) {
    const next = new Set<number>();
    for (const at of possible) {
      if (character === "*") for (let end = at; end <= text.length; end += 1) next.add(end);
      else if (at < text.length && (character === "?" || character === text[at])) next.add(at + 1);
    }
    possible = next;
  }
  return possible.has(text.length);
}

/** Whether every pod of the namespace is caught. A selector with labels does not promise that. */
export function catchesAll(profiles: readonly FargateProfile[], namespace: string): boolean {
  return profiles.some(({ selectors }) =>
    selectors.some(
      (selector) =>
        Object.keys(selector.labels ?? {}).length === 0 && matchesPattern(selector.namespace, namespace),
    ),
  );
}

/** Whether some pod of the namespace may be caught. */
export function catchesSome(profiles: readonly FargateProfile[], namespace: string): boolean {
  return profiles.some(({ selectors }) =>
    selectors.some((selector) => matchesPattern(selector.namespace, namespace)),
  );
}
