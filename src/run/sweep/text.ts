/** The report of a sweep as text: what was deleted and why, what was kept and why, and which kinds are gone. */
import type { SweepItem, SweepResult } from "./sweep";

export function sweepText(result: SweepResult): string {
  const { name, region, dryRun, refused, kinds, gone } = result;
  if (refused !== undefined) {
    return `Nothing was swept of cluster ${name} in ${region}: ${refused.text}\n  fix: ${refused.fix}\n`;
  }
  const items = kinds.flatMap((report) => report.items);
  const failures = kinds.flatMap(({ kind, failure }) =>
    failure === undefined ? [] : [`could not list every ${kind}: ${failure.text}`, `  fix: ${failure.fix}`],
  );
  const left = kinds.map(({ kind }) => kind).filter((kind) => !gone.includes(kind));
  return [
    `Sweep of cluster ${name} in ${region}${dryRun ? " (dry run: nothing was changed)" : ""}`,
    ...items.flatMap(lines),
    ...failures,
    `None left: ${listed(gone)}.`,
    `Left, or not known: ${listed(left)}.`,
    "",
  ].join("\n");
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "nothing" : names.join(", ");
}

function lines(item: SweepItem): string[] {
  const name = item.name === undefined ? "" : ` (${item.name})`;
  const line = `${item.did}: ${item.kind} ${item.id}${name}`;
  const proof = `  owned by this cluster: ${item.why}`;
  if (item.did === "failed") return [line, proof, `  ${item.text}`, `  fix: ${item.fix}`];
  return [line, item.did === "kept" ? `  because ${item.why}` : proof];
}
