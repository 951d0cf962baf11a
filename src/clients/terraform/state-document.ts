/**
 * A Terraform state as data: read without losing what this program does not know, and the addresses in it. Values
 * stay inside; what is told about a state is addresses and numbers.
 */
import * as z from "zod";
import { parseJson } from "../system/json";

const resourceSchema = z.looseObject({
  /** Absent for resources of the root. */
  module: z.string().optional(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  instances: z.array(
    z.looseObject({
      index_key: z.union([z.string(), z.number()]).optional(),
      /** Present when the object is an old one that a replacement has still to destroy. */
      deposed: z.string().optional(),
      dependencies: z.array(z.string()).optional(),
    }),
  ),
});

const stateSchema = z.looseObject({
  version: z.literal(4),
  terraform_version: z.string(),
  serial: z.number().int(),
  lineage: z.string(),
  outputs: z.record(z.string(), z.unknown()),
  resources: z.array(resourceSchema),
});

export type StateDocument = z.output<typeof stateSchema>;
export type StateResource = StateDocument["resources"][number];

type ParsedState =
  { readonly ok: true; readonly state: StateDocument } | { readonly ok: false; readonly message: string };

/** No text of the state gets into the message. */
export function parseState(text: string): ParsedState {
  if (hasUnsafeNumber(text)) return { ok: false, message: "holds a number that cannot be copied exactly" };
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return { ok: false, message: notJson(text).message };
  }
  const parsed = stateSchema.safeParse(content);
  if (parsed.success) return { ok: true, state: parsed.data };
  const where = parsed.error.issues[0]?.path.join(".") ?? "";
  return { ok: false, message: `is not a state of version 4${where === "" ? "" : ` (at ${where})`}` };
}

/**
 * Reads a state that is not copied: its longest numbers may be inexact.
 * @param text of `terraform state pull`, which is empty when there is no state yet
 * @throws when it is no state; no text of it gets into the message
 */
export function readState(text: string): StateDocument | undefined {
  if (text.trim() === "") return undefined;
  const { data } = stateSchema.safeParse(parseJson(text));
  if (data === undefined) throw new Error("Terraform's answer is not a state of version 4");
  return data;
}

export interface StateDefect {
  /** What follows the name of the file: `is cut off in the middle`. */
  readonly message: string;
  /** Whether the text is the beginning of a JSON document and nothing else, as a process leaves it that was killed. */
  readonly isCutOff: boolean;
  /** The next step, where it is not to replace the file. */
  readonly fix?: string;
}

/** Of the file, which Terraform calls its version. */
const stateFormat = 4;

const markSchema = z.object({ version: z.number(), lineage: z.string(), serial: z.number() });
type StateFileMark = z.output<typeof markSchema>;

/** Which state a text is, by the fields that Terraform itself compares; or what is wrong with it. */
export function stateMark(text: string): StateFileMark | StateDefect {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return notJson(text);
  }
  const { data } = markSchema.safeParse(content);
  if (data === undefined) return { message: "is JSON and not a Terraform state", isCutOff: false };
  if (data.version <= stateFormat) return data;
  return {
    message: `has format ${data.version}, and this glrunner reads format ${stateFormat}`,
    isCutOff: false,
    fix: "use a glrunner that knows the Terraform which wrote it",
  };
}

function notJson(text: string): StateDefect {
  if (text.startsWith("\uFEFF")) return { message: "begins with a byte order mark", isCutOff: false };
  if (/^(<{7}|={7}|>{7})/m.test(text)) return { message: "holds marks of a merge conflict", isCutOff: false };
  if (isCutOff(text)) return { message: "is cut off in the middle", isCutOff: true };
  return { message: "is not JSON", isCutOff: false };
}

/** The words of JSON one after another; what is open at the end, and the beginning of one more word, may be left. */
function isCutOff(text: string): boolean {
  const word = /\s*(?:([{[])|([}\]])|[,:]|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/y;
  let depth = 0;
  let end = 0;
  for (let found = word.exec(text); found !== null; found = word.exec(text)) {
    if (found[1] !== undefined) depth += 1;
    if (found[2] !== undefined) depth -= 1;
    end = word.lastIndex;
  }
  return depth > 0 && /^\s*(?:"(?:[^"\\]|\\.)*\\?|[a-z]{1,4}|-)?$/.test(text.slice(end));
}

/** Terraform's numbers have more digits than those of JSON.parse. */
function hasUnsafeNumber(text: string): boolean {
  const tokens = text.matchAll(/"(?:[^"\\]|\\.)*"|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g);
  for (const { groups } of tokens) {
    const digits = groups?.number?.replace(/[eE].*|[-.]/g, "").replace(/^0+/, "") ?? "";
    if (digits.length > 15 && !Number.isSafeInteger(Number(groups?.number))) return true;
  }
  return false;
}

export function writeState(state: StateDocument): string {
  return `${JSON.stringify(state, undefined, 2)}\n`;
}

export function managedResources(state: StateDocument): StateResource[] {
  return state.resources.filter(({ mode }) => mode === "managed");
}

export function holdsResources(state: StateDocument): boolean {
  return managedResources(state).length > 0;
}

/** Of every managed object, sorted. */
export function addressesIn(state: StateDocument): string[] {
  return managedResources(state)
    .flatMap((resource) =>
      resource.instances.map(({ index_key: key, deposed }) => {
        const address = instanceAddress(resource, key);
        return deposed === undefined ? address : `${address} (deposed ${deposed})`;
      }),
    )
    .sort();
}

/** The address of one instance, as plans have it. @param key of `count` or `for_each` */
export function instanceAddress(
  { module, type, name }: Pick<StateResource, "module" | "type" | "name">,
  key: string | number | undefined,
): string {
  const path = module === undefined ? `${type}.${name}` : `${module}.${type}.${name}`;
  return key === undefined ? path : `${path}[${JSON.stringify(key)}]`;
}

/** What the root declares: `module.<name>` for all that a module holds, `<type>.<name>` else. */
export function rootAddress({ module, type, name }: Pick<StateResource, "module" | "type" | "name">): string {
  return module === undefined ? `${type}.${name}` : rootOf(module);
}

/** The same of an address as text, such as a dependency's. */
export function rootOf(address: string): string {
  return /^(?:data\.)?[^.[]+\.[^.[]+/.exec(address)?.[0] ?? address;
}
