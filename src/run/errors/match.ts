/**
 * Decides what a run does about the errors of one Terraform command:
 *
 * 1. Look up each error in the catalogue.
 * 2. Stop if the catalogue does not know one of them, or if only a person can fix one.
 * 3. Otherwise take the most cautious action that any of them needs.
 */
import { singleStack, type StackName } from "../../config/stages";
import { catalogue } from "./catalogue";
import type { CatalogueEntry, ErrorAction, Pattern, TerraformCommand } from "./entry";

/** An error with its entry. */
export interface ExplainedError {
  readonly text: string;
  /** Undefined if the catalogue does not know the error. */
  readonly entry: CatalogueEntry | undefined;
}

/** How often one entry allows to try again. */
interface AttemptLimit {
  /** Id of the entry. */
  readonly id: string;
  /** Maximum in one run of a stage. */
  readonly attempts: number;
}

type Decision =
  | {
      readonly kind: "retry" | "wait-for-credentials" | "adopt";
      readonly errors: readonly ExplainedError[];
      /** Wait before the next attempt, even if the credentials work again. */
      readonly waitSeconds: number;
      /** One for each entry that matches an error. */
      readonly limits: readonly AttemptLimit[];
    }
  | { readonly kind: "stop"; readonly errors: readonly ExplainedError[] };

type ActionKind = ErrorAction["kind"];

/** The decision is the first of these actions that any error needs. */
const mostCautiousFirst = ["stop", "wait-for-credentials", "adopt", "retry"] as const satisfies ActionKind[];

/** A session lasts an hour or more and a deploy about one hour, so more waits have another cause. */
const credentialWaits = { attempts: 6, waitSeconds: 10 };
/** Each import may reveal the next existing resource. No stage has a longer chain. */
const adoptions = { attempts: 10, waitSeconds: 0 };

/** Every entry that matches the error. Several entries should have the same action. */
export function matching(
  error: string,
  stack: StackName,
  during: TerraformCommand,
): readonly CatalogueEntry[] {
  const text = normalise(error);
  return catalogue.filter((entry) => applies(entry, stack, during) && matchesAll(entry, text));
}

/** The entry with the most cautious action; undefined if none matches. */
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

/** The decision about all errors of a command. */
export function decide(errors: readonly string[], stack: StackName, during: TerraformCommand): Decision {
  const texts = during === "init" ? errors.flatMap(splitPrinted) : errors;
  const explained = texts.map((text) => ({ text, entry: explain(text, stack, during) }));
  const entries = explained.map(({ entry }) => entry).filter((entry) => entry !== undefined);
  const kind = mostCautiousFirst.find((each) => entries.some(({ action }) => action.kind === each));
  if (kind === undefined || kind === "stop" || entries.length < explained.length) {
    return { kind: "stop", errors: explained };
  }
  const limits = [...new Set(entries)].map(({ id, action }) => ({ id, ...limitOf(action) }));
  return {
    kind,
    errors: explained,
    waitSeconds: Math.max(...limits.map(({ waitSeconds }) => waitSeconds)),
    limits: limits.map(({ id, attempts }) => ({ id, attempts })),
  };
}

/** Turns the decision into a stop if a limit is reached. @param followed attempts so far, by id of the entry */
export function withinLimits(decision: Decision, followed: ReadonlyMap<string, number>): Decision {
  if (decision.kind === "stop") return decision;
  const isWithin = decision.limits.every(({ id, attempts }) => (followed.get(id) ?? 0) < attempts);
  return isWithin ? decision : { kind: "stop", errors: decision.errors };
}

function applies({ stages, during: commands }: CatalogueEntry, stack: StackName, during: TerraformCommand) {
  const isOfStage = stages === "all" || stack === singleStack || stages.includes(stack);
  return isOfStage && (commands === undefined || commands.includes(during));
}

function matchesAll({ matches }: CatalogueEntry, text: string): boolean {
  return matches.every((pattern) => occurs(pattern, text));
}

function occurs(pattern: Pattern, text: string): boolean {
  return typeof pattern === "string"
    ? text.toLowerCase().includes(pattern.toLowerCase())
    : pattern.test(text);
}

function limitOf(action: ErrorAction): { readonly attempts: number; readonly waitSeconds: number } {
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

/** The error on one line, without Terraform's frame and the leading `Error:`. */
function normalise(text: string): string {
  return text
    .replace(/[╷│╵]/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^Error: /, "");
}

/**
 * Splits the output of `terraform init`, which is not machine-readable, into errors. Each error or warning begins a line.
 * Text before the first one is ignored.
 */
function splitPrinted(text: string): readonly string[] {
  const lines = text.replace(/^[ \t]*[╷│╵][ \t]?/gm, "");
  const blocks = lines.split(/^(?=(?:Error|Warning): )/m).filter((block) => /^(Error|Warning): /.test(block));
  if (blocks.length === 0) return [text];
  return blocks.filter((block) => block.startsWith("Error: "));
}
