/** Formats what an emulator holds: the number of resources of each kind in AWS, Kubernetes and Helm. */
import type { Inventory } from "../../../emulator";

export function contentsText({ aws, cluster }: Inventory): string {
  const releases = cluster.filter(({ type }) => type === "helm_release");
  const objects = cluster.filter(({ type }) => type !== "helm_release");
  return [
    line("AWS", tally(aws.map(({ service, kind }) => `${service} ${kind}`))),
    line("Kubernetes", tally(objects.map(({ type, identity }) => kindOf(type, identity)))),
    line("Helm", releases.map(({ identity }) => identity).join(", ")),
  ].join("");
}

function line(place: string, what: string): string {
  return `  ${place.padEnd(11)} ${what === "" ? "nothing" : what}\n`;
}

/** The kind of a manifest is the first part of its identity. */
function kindOf(type: string, identity: string): string {
  return type === "kubectl_manifest"
    ? (identity.split("/")[0] ?? identity)
    : type.replace(/^kubernetes_|_v\d+$/g, "").replaceAll("_", " ");
}

function tally(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} x ${name}`)).join(", ");
}
