/**
 * What to do about the errors of one Terraform command. One that is unknown, or that only a person can fix, ends
 * the run; else the answer is the one that all of them need.
 */
import { singleStack, type StackName } from "../../config/stages";
import { catalogue } from "./catalogue";
import type { CatalogueEntry, ErrorAction, Pattern, TerraformCommand } from "./entry";

export interface ExplainedError {
  readonly text: string;
  /** Undefined for an error that the catalogue does not know. */
  readonly entry: CatalogueEntry | undefined;
}

interface AttemptLimit {
  /** Of the entry. */
  readonly id: string;
  /** How often in one run of a stage the decision may be followed for its sake. */
  readonly attempts: number;
}

type Decision =
  | {
      readonly kind: "retry" | "wait-for-credentials" | "adopt";
      readonly errors: readonly ExplainedError[];
      /** Before the next attempt, even where the credentials work again. */
      readonly waitSeconds: number;
      /** One for each entry that is involved. */
      readonly limits: readonly AttemptLimit[];
    }
  | { readonly kind: "stop"; readonly errors: readonly ExplainedError[] };

type ActionKind = ErrorAction["kind"];

/** The first of these that any error needs is the answer to all. */
const mostCautiousFirst = ["stop", "wait-for-credentials", "adopt", "retry"] as const satisfies ActionKind[];

/** A session lasts an hour or more, a deploy about one: what expires more often than this has another cause. */
const credentialWaits = { attempts: 6, waitSeconds: 10 };
/** Each import uncovers at most the next object that waits for it; no stage nests deeper. */
const adoptions = { attempts: 10, waitSeconds: 0 };

/** Every entry that knows the error; more than one only where they agree on what to do. */
export function matching(
  error: string,
  stack: StackName,
  during: TerraformCommand,
): readonly CatalogueEntry[] {
  const text = normalise(error);
  return catalogue.filter((entry) => applies(entry, stack, during) && matchesAll(entry, text));
}

/** Undefined for an error that the catalogue does not know. */
export function explain(
  error: string,
  stack: StackName,
  during: TerraformCommand,
): CatalogueEntry | undefined {
  const entries = matching(error, stack, during);
  return mostCautiousFirst
    .map((kind) => entries.find(({ action }) => action.kind === kind))
    .find((entry) => entry !== undefined);
}

export function decide(errors: readonly string[], stack: StackName, during: TerraformCommand): Decision {
  const texts = during === "init" ? errors.flatMap(splitPrinted) : errors;
  const explained = texts.map((text) => ({ text, entry: explain(text, stack, during) }));
  const entries = explained.map(({ entry }) => entry).filter((entry) => entry !== undefined);
  const kind = mostCautiousFirst.find((each) => entries.some(({ action }) => action.kind === each));
  if (kind === undefined || kind === "stop" || entries.length < explained.length) {
    return { kind: "stop", errors: explained };
  }
  const bounds = [...new Set(entries)].map(({ id, action }) => ({ id, ...bound(action) }));
  return {
    kind,
    errors: explained,
    waitSeconds: Math.max(...bounds.map(({ waitSeconds }) => waitSeconds)),
    limits: bounds.map(({ id, attempts }) => ({ id, attempts })),
  };
}

/** The decision, or to stop when it was followed often enough before; `followed` counts by entry. */
export function withinLimits(decision: Decision, followed: ReadonlyMap<string, number>): Decision {
  if (decision.kind === "stop") return decision;
  const left = decision.limits.every(({ id, attempts }) => (followed.get(id) ?? 0) < attempts);
  return left ? decision : { kind: "stop", errors: decision.errors };
}

function applies({ stages, during: commands }: CatalogueEntry, stack: StackName, during: TerraformCommand) {
  const here = stages === "all" || stack === singleStack || stages.includes(stack);
  return here && (commands === undefined || commands.includes(during));
}

function matchesAll({ matches }: CatalogueEntry, text: string): boolean {
  return matches.every((pattern) => occurs(pattern, text));
}

function occurs(pattern: Pattern, text: string): boolean {
  return typeof pattern === "string"
    ? text.toLowerCase().includes(pattern.toLowerCase())
    : pattern.test(text);
}

function bound(action: ErrorAction): { readonly attempts: number; readonly waitSeconds: number } {
  switch (action.kind) {
    case "retry":
      return { attempts: action.attempts, waitSeconds: action.waitSeconds };
    case "wait-for-credentials":
      return credentialWaits;
    case "adopt":
      return adoptions;
    case "stop":
      return { attempts: 0, waitSeconds: 0 };
  }
}

/** Without frame, line breaks and the leading `Error:`. */
function normalise(text: string): string {
  return text
    .replace(/[╷│╵]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^Error: /, "");
}

/**
 * `terraform init` has no machine-readable output: its errors and warnings come as one text. Each of them begins a
 * line; text before the first is none.
 */
function splitPrinted(text: string): readonly string[] {
  const lines = text.replace(/^[ \t]*[╷│╵][ \t]?/gm, "");
  const blocks = lines.split(/^(?=(?:Error|Warning): )/m).filter((block) => /^(Error|Warning): /.test(block));
  if (blocks.length === 0) return [text];
  return blocks.filter((block) => block.startsWith("Error: "));
}
