/** Which namespaces the selectors of Fargate profiles match. `*` matches any characters, `?` matches one. */
import type { FargateProfile } from "../config";

/** Uses no regular expression, because a pattern with many stars would cause excessive backtracking. */
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

/** Whether every pod of the namespace runs on Fargate. A selector with labels does not guarantee that. */
export function catchesAll(profiles: readonly FargateProfile[], namespace: string): boolean {
  return profiles.some(({ selectors }) =>
    selectors.some(
      (selector) =>
        Object.keys(selector.labels ?? {}).length === 0 && matchesPattern(selector.namespace, namespace),
    ),
  );
}

/** Whether a pod of the namespace may run on Fargate. */
export function catchesSome(profiles: readonly FargateProfile[], namespace: string): boolean {
  return profiles.some(({ selectors }) =>
    selectors.some((selector) => matchesPattern(selector.namespace, namespace)),
  );
}
