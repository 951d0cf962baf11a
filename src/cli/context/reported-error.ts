/** What `--json` prints of a failed command. `docs/cli-error.schema.json` is made from this schema. */
import * as z from "zod";

const reportedErrorSchema = z.object({
  code: z
    .string()
    .describe(
      "Stable. docs/messages.md explains it; where Terraform failed, docs/troubleshooting.md may do so.",
    ),
  message: z.string().describe("What happened, and why. For a person: its wording may change."),
  fix: z.string().describe("The next step."),
  details: z
    .record(z.string(), z.unknown())
    .describe("What the code is about, as data, such as `problems` of a configuration. Often empty."),
});

/** The `error` of a document. */
export type ReportedError = z.output<typeof reportedErrorSchema>;

/** Of a document that a failed command prints: the result of the command may be next to the error. */
export const failedDocumentSchema = z.looseObject({ error: reportedErrorSchema });
