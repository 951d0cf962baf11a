/**
 * Records every applied change, in order, as one line of JSON. It holds no secret: for a sensitive or write-only value
 * only the keys are written. Only its owner can read the file.
 */
import { appendFileSync, closeSync, openSync, readFileSync, truncateSync } from "node:fs";
import * as z from "zod";
import type { BlockSchema } from "../../../modules/provider-schema";
import { mapAttributes } from "./protocol/schema-walk";
import { isList, isObject, type Value } from "./protocol/value";

const entrySchema = z.object({
  action: z.enum(["create", "update", "delete", "fail"]),
  type: z.string(),
  /** `namespace/name`, or a manifest's `Kind/name`. */
  identity: z.string(),
  /** After a create or an update; before a delete. */
  values: z.record(z.string(), z.unknown()),
  /** For `fail`: the error that Terraform got. */
  error: z.string().optional(),
});
export type JournalEntry = z.infer<typeof entrySchema>;
type AppliedAction = Omit<JournalEntry, "values">;

/** The journal of one emulator, which all its providers share. */
export class Journal {
  private watcher: (action: AppliedAction) => void = () => undefined;

  constructor(readonly file: string) {
    closeSync(openSync(file, "a", 0o600));
  }

  append(action: AppliedAction, block: BlockSchema, value: Value, config: Value = null): void {
    const values = redacted(block, value, config);
    appendFileSync(this.file, `${JSON.stringify({ ...action, values })}\n`);
    this.watcher(action);
  }

  /** Calls the watcher for each action, before Terraform gets the response. */
  watch(watcher: (action: AppliedAction) => void): void {
    this.watcher = watcher;
  }

  clear(): void {
    truncateSync(this.file);
  }

  entries(): JournalEntry[] {
    const lines = readFileSync(this.file, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => entrySchema.parse(JSON.parse(line)));
  }
}

const secretName = /token|password|secret_key|private_key/;
const hidden = "(sensitive)";

/** The values that are not empty. @param config holds the write-only values, which neither plan nor state has */
function redacted(block: BlockSchema, value: Value, config: Value): object {
  const shown = mapAttributes(block, value, (attribute, current, path) => {
    const name = String(path.at(-1));
    if (attribute.write_only) {
      const given = isObject(config) && path.length === 1 ? (config[name] ?? null) : null;
      return given === null ? null : keysOf(given);
    }
    return (attribute.sensitive === true || secretName.test(name)) && current !== null
      ? keysOf(current)
      : current;
  });
  return isObject(shown) ? Object.fromEntries(Object.entries(shown).filter(([, set]) => !isEmpty(set))) : {};
}

function isEmpty(value: Value): boolean {
  return value === null || (isList(value) && value.length === 0);
}

function keysOf(value: Value): Value {
  return isObject(value) ? Object.fromEntries(Object.keys(value).map((key) => [key, hidden])) : hidden;
}
