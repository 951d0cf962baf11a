/**
 * Problems of a configuration as data: the path, the given value, what is allowed, and the next step. A problem never holds a
 * token, whichever rule reports it, because `problem` masks every text.
 */
import { TerminalText } from "../../html/terminal-text";
import { maskText, maskValue } from "../mask";
import { pathText, type Path } from "../paths";
import { severityOf, type ProblemCode } from "./problem-codes";

export type { ProblemCode } from "./problem-codes";
export { severityOf } from "./problem-codes";

/** A problem or a warning, as reports show it. */
export interface Problem {
  readonly code: ProblemCode;
  /** Such as `runners[0].job.cpu`, or `line 3, column 5` in a file that is not YAML. */
  readonly path: string;
  /** The given value with tokens masked; undefined if the key is missing. */
  readonly value: unknown;
  readonly message: string;
  readonly allowed: string;
  readonly fix: string;
  /** Relative to the current directory if the file is inside. @default the value comes from no file */
  readonly file?: string;
  /** 1 for the first line. @default not known */
  readonly line?: number;
  /** 1 for the first character. */
  readonly column?: number;
  /** The text of a number or a boolean in the file, such as 0x1F. @default the value is shown */
  readonly written?: string;
  /** Position of the first of two equal keys. */
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

/** Turns a finding into a problem, with secrets masked in every text. */
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

/** Separates problems, which refuse a configuration, from warnings. */
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

/** The YAML form of a number that JSON cannot express. */
function yamlNumber(value: unknown): string | undefined {
  if (typeof value !== "number" || Number.isFinite(value)) return undefined;
  if (Number.isNaN(value)) return ".nan";
  return value > 0 ? ".inf" : "-.inf";
}

/** The value on one line, cut after 100 characters. */
export function valueText(value: unknown): string {
  const text = value === undefined ? "nothing" : (yamlNumber(value) ?? JSON.stringify(value));
  return text.length <= maxValueLength ? text : `${text.slice(0, maxValueLength)}...`;
}

function positionText({ file = "", line, column }: Problem): string {
  return [file, line, column].filter((part) => part !== undefined).join(":");
}

function problemText(found: Problem): TerminalText {
  return TerminalText.of(
    headText(found),
    `: ${found.message} `,
    TerminalText.styled(`[${found.code}]`, "dim"),
    "\n",
    ...(found.file === undefined ? [] : [`    at:      ${positionText(found)}\n`]),
    `    given:   ${found.written ?? valueText(found.value)}\n`,
    `    allowed: ${found.allowed}\n`,
    `    fix:     ${found.fix}\n`,
  );
}

/** The level and the path, such as `error name`. */
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

/** The problem on one line, for warnings that several commands repeat. */
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
    value: yamlNumber(item.value) ?? item.value ?? null,
  }));
}
