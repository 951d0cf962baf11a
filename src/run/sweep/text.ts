/** The report of a sweep as text: what went and why, what was kept and why, and what is now known to be gone. */
import type { SweepItem, SweepResult } from "./sweep";

export function sweepText(result: SweepResult): string {
  const { name, region, dryRun, refused, kinds, gone } = result;
  if (refused !== undefined) {
    return `Nothing was swept of cluster ${name} in ${region}: ${refused.text}\n  ${refused.fix}\n`;
  }
  const items = kinds.flatMap((report) => report.items);
  const failures = kinds.flatMap(({ kind, failure }) =>
    failure === undefined ? [] : [`could not look for every ${kind}: ${failure.text}`, `  ${failure.fix}`],
  );
  const left = kinds.map(({ kind }) => kind).filter((kind) => !gone.includes(kind));
  return [
    `Sweep of cluster ${name} in ${region}${dryRun ? " (dry run: nothing was changed)" : ""}`,
    ...items.flatMap(lines),
    ...failures,
    `Looked for and found gone: ${listed(gone)}.`,
    `Not gone, or not known to be: ${listed(left)}.`,
    "",
  ].join("\n");
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}

function lines(item: SweepItem): string[] {
  const name = item.name === undefined ? "" : ` (${item.name})`;
  const line = `${item.did}: ${item.kind} ${item.id}${name}`;
  return item.did === "failed"
    ? [line, `  ours by ${item.why}`, `  ${item.text}`, `  ${item.fix}`]
    : [line, `  ${item.did === "kept" ? "because" : "ours by"} ${item.why}`];
}
