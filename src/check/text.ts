/** Renders the findings by area, errors first, each with its fix. */
import { counted } from "../html/counted";
import { TerminalText, type Printable, type Style } from "../html/terminal-text";
import { areas } from "./finding-texts";
import type { CheckResult, Finding, Level } from "./finding";

const order: readonly Level[] = ["error", "warning", "unknown", "ok"];

const levelStyles: Readonly<Record<Level, Style>> = {
  error: "red",
  warning: "yellow",
  unknown: "yellow",
  ok: "green",
};

/** The report of `glrunner check`. */
export function checkText({ findings }: CheckResult): TerminalText {
  const groups = areas.flatMap((area) => {
    const here = findings.filter((each) => each.area === area);
    const sorted = order.flatMap((level) => here.filter((each) => each.level === level));
    return sorted.length === 0
      ? []
      : [TerminalText.styled(area, "bold"), "\n", ...sorted.flatMap(lines), "\n"];
  });
  return TerminalText.of(...groups, summary(findings));
}

function lines({ level, what, fix, source }: Finding): readonly Printable[] {
  const more = [
    ...(fix === undefined ? [] : [`fix: ${fix}`]),
    ...(source === undefined ? [] : [`see: ${source}`]),
  ];
  return [
    "  ",
    TerminalText.styled(level.padEnd(7), levelStyles[level]),
    `  ${what}\n`,
    ...(level === "ok" ? [] : more.map((line) => `           ${line}\n`)),
  ];
}

function summary(findings: readonly Finding[]): TerminalText {
  const count = (level: Level) => findings.filter((each) => each.level === level).length;
  const worst = order.find((level) => count(level) > 0) ?? "ok";
  const text = `${counted(count("error"), "error")}, ${counted(count("warning"), "warning")}, ${count("unknown")} unknown, ${count("ok")} ok`;
  return TerminalText.of(TerminalText.styled(text, levelStyles[worst]), "\n");
}
