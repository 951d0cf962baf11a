/** Compares the findings of `npm audit` with the accepted advisories in `accepted-advisories.json`. */
import { z } from "zod";

const via = z.union([
  z.string(),
  z.object({ url: z.string(), title: z.string(), severity: z.string(), name: z.string() }),
]);
const answer = z.union([
  z.object({
    auditReportVersion: z.literal(2),
    vulnerabilities: z.record(z.string(), z.object({ via: z.array(via) })),
  }),
  z.object({ message: z.string() }),
]);

export const acceptedSchema = z.array(
  z.strictObject({
    /** Address of the advisory. */
    advisory: z.url(),
    package: z.string(),
    reason: z.string().min(20),
    /** On which day it was judged. */
    judged: z.iso.date(),
  }),
);
type Accepted = z.output<typeof acceptedSchema>[number];

type Verdict =
  | { readonly asked: false; readonly why: string }
  | { readonly asked: true; readonly open: readonly string[]; readonly needless: readonly string[] };

/** @param json the output of `npm audit --json`. It reports a registry without this service as such */
export function judgeAudit(json: unknown, accepted: readonly Accepted[]): Verdict {
  const given = answer.parse(json);
  if ("message" in given) return { asked: false, why: given.message };
  const found = new Map<string, string>();
  for (const advisory of Object.values(given.vulnerabilities).flatMap((each) => each.via)) {
    if (typeof advisory === "string") continue;
    const { url, name, severity, title } = advisory;
    found.set(url, `${name}: ${severity}: ${title}: ${url}`);
  }
  return {
    asked: true,
    open: [...found].flatMap(([url, text]) => (accepted.some((one) => one.advisory === url) ? [] : [text])),
    needless: accepted.map((one) => one.advisory).filter((url) => !found.has(url)),
  };
}
