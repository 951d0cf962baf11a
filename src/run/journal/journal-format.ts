/**
 * Checks whether this version of glrunner understands the whole journal. If not, no run begins, because it could decide
 * wrongly what is left to do. A line that is not JSON is ignored: it was cut off when its process ended.
 */
import { join } from "node:path";
import * as z from "zod";
import { parseJson } from "../../clients/system/json";
import { readableText } from "../../clients/system/regular-file";
import type { Refusal } from "../outcome";
import { journalFormat } from "./events";
import { journalFile, lineSchema } from "./journal";

const anyRunStarted = z.object({
  kind: z.literal("run-started"),
  format: z.number(),
  version: z.string().optional(),
});

/** @returns why a run must not use the journal in the folder; undefined if it is valid or does not exist */
export function journalDefect(folder: string): Refusal | undefined {
  const path = join(folder, journalFile);
  const lines = (readableText(path) ?? "").split("\n").map(parseJson);
  const newer = lines
    .map((line) => anyRunStarted.safeParse(line).data)
    .find((start) => start !== undefined && start.format > journalFormat);
  if (newer !== undefined) {
    const { format, version = "a newer version" } = newer;
    return {
      code: "journal-newer",
      message: `${path} has format ${format}, written by glrunner ${version}; this glrunner reads format ${journalFormat}`,
      fix: `use glrunner ${version} or newer`,
    };
  }
  for (const [index, line] of lines.entries()) {
    const issue = line === undefined ? undefined : lineSchema.safeParse(line).error?.issues[0];
    if (issue === undefined) continue;
    const where = issue.path.join(".");
    return {
      code: "journal-unreadable",
      message: `${path}, line ${index + 1} is not an event that glrunner knows${where === "" ? "" : ` (at ${where})`}`,
      fix: "restore the file from a copy; without one, move it away and run `glrunner plan`, which shows what is left to do",
    };
  }
  return undefined;
}
