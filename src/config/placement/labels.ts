/** Texts for reports: amounts of money, and the comparison of Fargate and nodes. */
import type { PlacementChoice, Side } from "./types";
import type { Total, Usd } from "./usd";

/** With cents; an amount below one dollar with up to six decimals. */
export function usdText(usd: Usd): string {
  if (usd === "unknown") return usd;
  return `$${usd < 1 ? usd.toFixed(6).replace(/0{1,4}$/, "") : usd.toFixed(2)}`;
}

/** The sum, and the items without a price. */
export function totalText({ usd, unknown }: Total): string {
  if (unknown.length === 0) return usdText(usd);
  return usd === 0 ? "unknown" : `${usdText(usd)} and what is unknown: ${unknown.join("; ")}`;
}

/** Both costs, then the decision. */
export function placementLines(choice: PlacementChoice): readonly [string, string, string] {
  const { fargate, nodes, instanceType } = choice;
  const count = ({ nodeCount }: Side) => (nodeCount ? ` (${nodeCount} x ${instanceType})` : "");
  return [
    `on Fargate${count(fargate)}: ${sideText(fargate)}`,
    `on nodes${count(nodes)}: ${sideText(nodes)}`,
    outcome(choice),
  ];
}

/** Lists the unknown items even if no cost is known, because they decide. */
function sideText(side: Side): string {
  return side.usd === 0 && side.unknown.length > 0 ? `unknown: ${side.unknown.join("; ")}` : totalText(side);
}

function outcome({ asked, cheaper, systemPods, managers, nodeCount }: PlacementChoice): string {
  const now =
    systemPods === managers
      ? `all of it ${placeText(managers)}`
      : `system pods ${placeText(systemPods)}, managers ${placeText(managers)}`;
  const verdict =
    cheaper === undefined
      ? "which is cheaper is unknown"
      : `${cheaper.place === "nodes" ? "nodes are" : "Fargate is"} cheaper by ${usdText(cheaper.usd)}`;
  if (asked !== "auto") return `${verdict}; the configuration has ${now}`;
  const pin = cheaper?.place === "nodes" ? `nodes and cluster.nodes.count: ${nodeCount}` : "fargate";
  return `${verdict}, so auto puts ${now}; to keep it when prices change, set cluster.platform: ${pin}`;
}

const placeText = (place: "fargate" | "nodes") => (place === "nodes" ? "on nodes" : "on Fargate");
