/**
 * What can be wrong with a configuration, as data: where, what stands there, what is allowed, what to do. Nothing
 * that looks like a token is in a problem, no matter which rule made it, because `problem` masks it.
 */
import { TerminalText } from "../../html/terminal-text";
import { maskText, maskValue } from "../mask";
import { pathText, type Path } from "../paths";
import { severityOf, type ProblemCode } from "./problem-codes";

export type { ProblemCode } from "./problem-codes";
export { severityOf } from "./problem-codes";

export interface Problem {
  readonly code: ProblemCode;
  /** Such as `runners[0].job.cpu`; of a file that cannot be read as YAML: `line 3, column 5`. */
  readonly path: string;
  /** What was given, tokens masked; undefined if nothing was. */
  readonly value: unknown;
  readonly message: string;
  readonly allowed: string;
  readonly fix: string;
  /** Relative to the current directory where it is inside. @default it comes from no file */
  readonly file?: string;
  /** 1 for the first line. @default not known */
  readonly line?: number;
  /** 1 for the first character. */
  readonly column?: number;
  /** Of a number or a boolean: its text in the file, such as 0x1F. @default the value is shown */
  readonly written?: string;
  /** Of a key that is there twice: where it is first. */
  readonly first?: { readonly line: number; readonly column: number };
}

/** A problem as a check writes it. `problem` masks secrets in it. */
export interface Finding {
  readonly code: ProblemCode;
  readonly path: string | Path;
  readonly value?: unknown;
  readonly message: string;
  readonly allowed: string;
  readonly fix: string;
  /** 1 for the first line. @default not known */
  readonly line?: number;
  readonly column?: number;
}

export function problem(input: Finding): Problem {
  const path = typeof input.path === "string" ? input.path : pathText(input.path);
  const key = typeof input.path === "string" ? "" : String(input.path.at(-1) ?? "");
  return {
    code: input.code,
    path: maskText(path),
    value: maskValue(input.value, key),
    message: maskText(input.message),
    allowed: maskText(input.allowed),
    fix: maskText(input.fix),
    ...(input.line !== undefined && { line: input.line, column: input.column }),
  };
}

/** Problems refuse a configuration, warnings do not. */
export function bySeverity(found: readonly Problem[]): {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
} {
  return {
    problems: found.filter(({ code }) => severityOf(code) === "problem"),
    warnings: found.filter(({ code }) => severityOf(code) === "warning"),
  };
}

const maxValueLength = 100;

/** Numbers that JSON has no form for, as YAML writes them. */
function unwritable(value: unknown): string | undefined {
  if (typeof value !== "number" || Number.isFinite(value)) return undefined;
  if (Number.isNaN(value)) return ".nan";
  return value > 0 ? ".inf" : "-.inf";
}

/** The value on one line, cut if it is long. */
export function valueText(value: unknown): string {
  const text = value === undefined ? "nothing" : (unwritable(value) ?? JSON.stringify(value));
  return text.length <= maxValueLength ? text : `${text.slice(0, maxValueLength)}...`;
}

function placeText({ file = "", line, column }: Problem): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

function problemText(found: Problem): TerminalText {
  return TerminalText.of(
    headText(found),
    `: ${found.message} `,
    TerminalText.styled(`[${found.code}]`, "dim"),
    "\n",
    ...(found.file === undefined ? [] : [`    at:      ${placeText(found)}\n`]),
    `    given:   ${found.written ?? valueText(found.value)}\n`,
    `    allowed: ${found.allowed}\n`,
    `    fix:     ${found.fix}\n`,
  );
}

/** `error name`: how bad it is, and where. */
function headText({ code, path }: Problem): TerminalText {
  const level =
    severityOf(code) === "problem"
      ? TerminalText.styled("error", "red")
      : TerminalText.styled("warning", "yellow");
  return TerminalText.of(level, " ", TerminalText.styled(path, "bold"));
}

/** For a person at a terminal. */
export function problemsText(found: readonly Problem[]): TerminalText {
  return TerminalText.of(...found.map(problemText));
}

/** The problem on one line, for a warning that several commands repeat. */
export function problemLine(found: Problem): TerminalText {
  const { message, fix, code } = found;
  return TerminalText.of(
    headText(found),
    `: ${message}; ${fix} `,
    TerminalText.styled(`[${code}]`, "dim"),
    "\n",
  );
}

/** The same without colours. */
export function formatProblems(found: readonly Problem[]): string {
  return String(problemsText(found));
}

/** For a program: one object a problem, with its severity. */
export function problemRows(found: readonly Problem[]) {
  return found.map((item) => ({
    severity: severityOf(item.code),
    ...item,
    value: unwritable(item.value) ?? item.value ?? null,
  }));
}
