/** Who reaches the Kubernetes API. */
import { problem } from "../input/problems";
import { openToAll } from "./cidrs";
import { needs, type Rule } from "./rule";

const path = ["cluster", "endpoint"];

export const reachableEndpoint: Rule = needs(["cluster"], ({ cluster }) => {
  const { endpoint } = cluster;
  if (endpoint.public) return [];
  if (endpoint.private) {
    return [
      problem({
        code: "endpoint-private-only",
        path: [...path, "public"],
        value: false,
        message:
          "a laptop or a CloudShell outside the VPC cannot reach the cluster, so add-ons and runners cannot be deployed from there",
        allowed: "false only where Terraform runs inside the VPC or a network joined to it",
        fix: "run from inside the VPC, or use public: true with allowedCidrs",
      }),
    ];
  }
  return [
    problem({
      code: "endpoint-unreachable",
      path,
      value: endpoint,
      message: "the cluster needs a public or a private endpoint, or no client can reach it",
      allowed: "public, private or both",
      fix: "set public or private to true",
    }),
  ];
});

export const endpointForPods: Rule = needs(["cluster"], ({ cluster }) => {
  const { endpoint } = cluster;
  const { allowedCidrs } = endpoint;
  if (!endpoint.public || endpoint.private || allowedCidrs.includes(openToAll)) return [];
  return [
    problem({
      code: "endpoint-locks-out-pods",
      path: [...path, "private"],
      value: false,
      message:
        "Fargate pods and nodes would reach the API through NAT, whose address is not on the list of allowedCidrs: none of them could join the cluster",
      allowed: `true, or allowedCidrs with ${openToAll}`,
      fix: "set private to true",
    }),
  ];
});

export const openEndpoint: Rule = needs(["cluster"], ({ cluster }) => {
  const { allowedCidrs } = cluster.endpoint;
  if (!cluster.endpoint.public || !allowedCidrs.includes(openToAll)) return [];
  return [
    problem({
      code: "endpoint-open",
      path: [...path, "allowedCidrs"],
      value: allowedCidrs,
      message: "the whole internet can reach the Kubernetes API; only IAM protects it",
      allowed: "the address blocks of the machines that deploy",
      fix: "use your own address as a /32 block",
    }),
  ];
});
