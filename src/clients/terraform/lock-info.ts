/** A lock on a state as Terraform describes it. */
import * as z from "zod";

export const lockSchema = z.object({
  /** It becomes an argument of Terraform, and part of a command that somebody copies. */
  id: z.string().regex(/^\w[\w-]*$/),
  /** `user@host`, where Terraform itself wrote it; a server's own name of the user where the server did. */
  who: z.string(),
  operation: z.string(),
  /** ISO 8601, as this machine's clock would have it. */
  created: z.iso.datetime({ offset: true }),
});
export type StateLock = z.output<typeof lockSchema>;

/** GitLab writes a user's name of its own, and its own time, in place of Terraform's. */
export const isOfTerraform = ({ who }: StateLock) => who.includes("@");

/** From Terraform's text: what it says of a name under `Lock Info`. */
export function lockInfo(error: string): (name: string) => string | undefined {
  const [, text = ""] = error.split("Lock Info:");
  return (name) => new RegExp(`^[^A-Za-z]*${name}:[ \\t]*(\\S.*?)\\s*$`, "m").exec(text)?.[1];
}

/** The same, where it says all. */
export function printedLock(error: string): StateLock | undefined {
  const line = lockInfo(error);
  const created = /^(\S+) (\d+:\d+:\d+(?:\.\d+)?) \+0000 UTC$/.exec(line("Created") ?? "");
  const read = lockSchema.safeParse({
    id: line("ID"),
    who: line("Who"),
    operation: line("Operation"),
    created: created && `${created[1] ?? ""}T${created[2] ?? ""}Z`,
  });
  return read.data;
}
