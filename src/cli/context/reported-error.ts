/** What `--json` prints for a failed command. `npm run docs` writes `docs/cli-error.schema.json` from this schema. */
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

/** The key `error` of the document. */
export type ReportedError = z.output<typeof reportedErrorSchema>;

/** The document of a failed command. The command's result may have further keys in it. */
export const failedDocumentSchema = z.looseObject({ error: reportedErrorSchema });
