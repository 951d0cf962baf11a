/** Reads Terraform's description of a lock on a state. */
import * as z from "zod";

export const lockSchema = z.object({
  /** It becomes an argument of Terraform, and part of a command that users copy. */
  id: z.string().regex(/^\w[\w-]*$/),
  /** `user@host` if Terraform wrote it; some servers write their own user name instead. */
  who: z.string(),
  operation: z.string(),
  /** ISO 8601, by the clock of the machine or server that took the lock. */
  created: z.iso.datetime({ offset: true }),
});
export type StateLock = z.output<typeof lockSchema>;

/** Whether Terraform wrote the lock. GitLab writes its own user name and time instead. */
export const isOfTerraform = ({ who }: StateLock) => who.includes("@");

/** Returns a function that reads a field of `Lock Info` in Terraform's error. */
export function lockInfo(error: string): (name: string) => string | undefined {
  const [, text = ""] = error.split("Lock Info:");
  return (name) => new RegExp(`^[^A-Za-z]*${name}:[ \\t]*(\\S.*?)\\s*$`, "m").exec(text)?.[1];
}

/** The lock in Terraform's error; undefined if a field is missing. */
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
