/**
 * A Terraform state as data. Reading keeps unknown fields, so that a state can be copied. Messages name addresses and
 * numbers, never values.
 */
import * as z from "zod";
import { parseJson } from "../system/json";

const resourceSchema = z.looseObject({
  /** Absent for resources of the root module. */
  module: z.string().optional(),
  mode: z.enum(["managed", "data"]),
  type: z.string(),
  name: z.string(),
  instances: z.array(
    z.looseObject({
      index_key: z.union([z.string(), z.number()]).optional(),
      /** Key of an old object that a replacement has not destroyed yet. */
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

/** Reads a state that may be copied. The message never quotes the state. */
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
 * @param text the output of `terraform state pull`, which is empty if there is no state yet
 * @throws if it is not a state; the message never quotes the text
 */
export function readState(text: string): StateDocument | undefined {
  if (text.trim() === "") return undefined;
  const { data } = stateSchema.safeParse(parseJson(text));
  if (data === undefined) throw new Error("Terraform's answer is not a state of version 4");
  return data;
}

export interface StateDefect {
  /** Continues a sentence that begins with the file's name, such as `is cut off in the middle`. */
  readonly message: string;
  /** Whether the text is only the beginning of a JSON document: its writer was killed. */
  readonly isCutOff: boolean;
  /** The next step. @default to replace the file */
  readonly fix?: string;
}

/** The supported format, which Terraform calls `version`. */
const stateFormat = 4;

const markSchema = z.object({ version: z.number(), lineage: z.string(), serial: z.number() });
type StateFileMark = z.output<typeof markSchema>;

/** The fields by which Terraform compares two states; the defect if the text is not a state. */
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
    fix: "use a newer glrunner, which knows this format",
  };
}

function notJson(text: string): StateDefect {
  if (text.startsWith("\uFEFF")) return { message: "begins with a byte order mark", isCutOff: false };
  if (/^(<{7}|={7}|>{7})/m.test(text)) return { message: "holds marks of a merge conflict", isCutOff: false };
  if (isCutOff(text)) return { message: "is cut off in the middle", isCutOff: true };
  return { message: "is not JSON", isCutOff: false };
}

/** Reads JSON tokens in order. The text is cut off if brackets stay open and only a part of one token is left. */
function isCutOff(text: string): boolean {
  const token = /\s*(?:([{[])|([}\]])|[,:]|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/y;
  let depth = 0;
  let end = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[1] !== undefined) depth += 1;
    if (match[2] !== undefined) depth -= 1;
    end = token.lastIndex;
  }
  return depth > 0 && /^\s*(?:"(?:[^"\\]|\\.)*\\?|[a-z]{1,4}|-)?$/.test(text.slice(end));
}

/** Whether a number has more digits than JSON.parse keeps. Terraform's numbers may. */
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

/** The addresses of all managed objects, sorted. */
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

/** The address of one instance, as in plans. @param key the key of `count` or `for_each` */
export function instanceAddress(
  { module, type, name }: Pick<StateResource, "module" | "type" | "name">,
  key: string | number | undefined,
): string {
  const path = module === undefined ? `${type}.${name}` : `${module}.${type}.${name}`;
  return key === undefined ? path : `${path}[${JSON.stringify(key)}]`;
}

/** The block of the root module: `module.<name>` for all resources of a module, otherwise `<type>.<name>`. */
export function rootAddress({ module, type, name }: Pick<StateResource, "module" | "type" | "name">): string {
  return module === undefined ? `${type}.${name}` : rootOf(module);
}

/** The same for an address as text, such as that of a dependency. */
export function rootOf(address: string): string {
  return /^(?:data\.)?[^.[]+\.[^.[]+/.exec(address)?.[0] ?? address;
}
