/** Compares the findings of `npm audit` with the accepted advisories in `accepted-advisories.json`. */
import { z } from "zod";

const viaSchema = z.union([
  z.string(),
  z.object({ url: z.string(), title: z.string(), severity: z.string(), name: z.string() }),
]);
const auditSchema = z.union([
  z.object({
    auditReportVersion: z.literal(2),
    vulnerabilities: z.record(z.string(), z.object({ via: z.array(viaSchema) })),
  }),
  z.object({ message: z.string() }),
]);

/** The content of `accepted-advisories.json`. */
export const acceptedSchema = z.array(
  z.strictObject({
    /** Address of the advisory. */
    advisory: z.url(),
    package: z.string(),
    reason: z.string().min(20),
    /** The date of the decision. */
    judged: z.iso.date(),
  }),
);
type Accepted = z.output<typeof acceptedSchema>[number];

type Verdict =
  | { readonly asked: false; readonly why: string }
  | { readonly asked: true; readonly open: readonly string[]; readonly needless: readonly string[] };

/**
 * Compares an audit with the accepted advisories.
 * @param json the output of `npm audit --json`
 * @returns `open`: advisories that are not accepted. `needless`: accepted advisories that the audit does not report. If the
 * registry has no audit service, `asked` is false
 */
export function judgeAudit(json: unknown, accepted: readonly Accepted[]): Verdict {
  const audit = auditSchema.parse(json);
  if ("message" in audit) return { asked: false, why: audit.message };
  const reported = new Map<string, string>();
  for (const advisory of Object.values(audit.vulnerabilities).flatMap(({ via }) => via)) {
    if (typeof advisory === "string") continue;
    const { url, name, severity, title } = advisory;
    reported.set(url, `${name}: ${severity}: ${title}: ${url}`);
  }
  return {
    asked: true,
    open: [...reported].flatMap(([url, text]) =>
      accepted.some(({ advisory }) => advisory === url) ? [] : [text],
    ),
    needless: accepted.map(({ advisory }) => advisory).filter((url) => !reported.has(url)),
  };
}
