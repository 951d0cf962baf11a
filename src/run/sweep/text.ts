/** The report of a sweep as text: every resource that was deleted or kept, with the reason, and the kinds of which none is left. */
import type { SweepItem, SweepResult, TaggedReport, TaggedResource } from "./sweep-result";

/** The whole report. */
export function sweepText(result: SweepResult): string {
  const { name, region, dryRun, refused, kinds, gone } = result;
  if (refused !== undefined) {
    return [
      `The sweep of cluster ${name} in ${region} deleted nothing: ${refused.text}`,
      `  fix: ${refused.fix}`,
      ...taggedLines(result),
      "",
    ].join("\n");
  }
  const items = kinds.flatMap((report) => report.items);
  const failures = kinds.flatMap(({ kind, failure }) =>
    failure === undefined ? [] : [`could not list every ${kind}: ${failure.text}`, `  fix: ${failure.fix}`],
  );
  const tagged = new Set(foundIn(result.tagged).map(({ type }) => type));
  const none = gone.filter((kind) => !tagged.has(kind));
  const left = kinds.map(({ kind }) => kind).filter((kind) => !none.includes(kind));
  return [
    `Sweep of cluster ${name} in ${region}${dryRun ? " (dry run: nothing was changed)" : ""}`,
    ...items.flatMap(lines),
    ...failures,
    `None left: ${listed(none)}.`,
    `Left, or unknown: ${listed(left)}.`,
    ...taggedLines(result),
    "",
  ].join("\n");
}

function taggedLines({ name, tagged, kinds }: SweepResult): string[] {
  if (tagged === undefined) return [];
  const found = foundIn(tagged);
  return [
    ...failedListings(tagged),
    ...noneLeft(
      tagged,
      kinds.map(({ kind }) => kind),
    ),
    `Not searched for: ${listed(tagged.notLookedFor)}.`,
    ...(found.length === 0
      ? []
      : [
          `Still in the account with the tags or the exact name of cluster ${name}: ${found.map(({ type, id }) => `${type} ${id}`).join(", ")}.`,
          "  fix: If no state records them, `glrunner deploy` adopts them; then run `glrunner destroy`.",
        ]),
    ...(found.some(({ type }) => isGlobal(type))
      ? ["  IAM is global: a cluster of the same name in another Region may own these IAM resources."]
      : []),
  ];
}

function foundIn(tagged: TaggedReport | undefined): readonly TaggedResource[] {
  return tagged?.listings.flatMap(({ found }) => ("fix" in found ? [] : found)) ?? [];
}

function failedListings({ listings }: TaggedReport): string[] {
  return listings.flatMap(({ types, found }) =>
    "fix" in found ? [`could not list ${types.join(", ")}: ${found.text}`, `  fix: ${found.fix}`] : [],
  );
}

/** @param swept kinds that the report already lists as left or not */
function noneLeft({ listings }: TaggedReport, swept: readonly string[]): string[] {
  const types = listings
    .flatMap(({ types, found }) =>
      "fix" in found ? [] : types.filter((type) => !found.some((each) => each.type === type)),
    )
    .filter((type) => !swept.includes(type));
  return types.length === 0 ? [] : [`None left with this cluster's tags: ${types.join(", ")}.`];
}

const isGlobal = (type: string) => type.startsWith("IAM ") || type === "instance profile";

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
