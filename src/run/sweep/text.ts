/** The report of a sweep as text: what was deleted and why, what was kept and why, and which kinds are gone. */
import type { SweepItem, SweepResult } from "./sweep";
import { taggedTypes } from "./tagged-resources";

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
    ...taggedLines(result),
    "",
  ].join("\n");
}

function taggedLines({ name, tagged }: SweepResult): string[] {
  if (tagged === undefined) return [];
  if ("fix" in tagged)
    return [`could not list the network's resources: ${tagged.text}`, `  fix: ${tagged.fix}`];
  if (tagged.length === 0) return [`None left with this cluster's tags: ${taggedTypes.join(", ")}.`];
  return [
    `Still in the account with the tags of cluster ${name}: ${tagged.map(({ type, id }) => `${type} ${id}`).join(", ")}.`,
    "  fix: If no state records them, `glrunner deploy` adopts them; then run `glrunner destroy`.",
  ];
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
