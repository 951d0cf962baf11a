/** The findings for a person: by area, what is wrong first, with what to do about it. */
import { areas } from "./areas";
import { counted, type CheckResult, type Finding, type Level } from "./finding";

const order: readonly Level[] = ["error", "warning", "unknown", "ok"];

export function checkText({ findings }: CheckResult): string {
  const groups = areas.flatMap((area) => {
    const here = findings.filter((each) => each.area === area);
    const sorted = order.flatMap((level) => here.filter((each) => each.level === level));
    return sorted.length === 0 ? [] : [`${area}\n${sorted.map(lines).join("")}`];
  });
  return `${groups.join("\n")}\n${summary(findings)}\n`;
}

function lines({ level, what, fix, source }: Finding): string {
  const first = `  ${level.padEnd(7)}  ${what}\n`;
  if (level === "ok") return first;
  const more = [
    ...(fix === undefined ? [] : [`fix: ${fix}`]),
    ...(source === undefined ? [] : [`see: ${source}`]),
  ];
  return first + more.map((line) => `           ${line}\n`).join("");
}

function summary(findings: readonly Finding[]): string {
  const count = (level: Level) => findings.filter((each) => each.level === level).length;
  return `${counted(count("error"), "error")}, ${counted(count("warning"), "warning")}, ${count("unknown")} unknown, ${count("ok")} ok`;
}
