/** Which machines reach the Kubernetes API. */
import { openToAll } from "./cidrs";
import { needs, type Rule } from "./rule";

const path = ["cluster", "endpoint"];

export const reachableEndpoint: Rule = needs(["cluster"], ({ cluster: { endpoint } }) => {
  if (endpoint.public) return undefined;
  if (endpoint.private) {
    return {
      code: "endpoint-private-only",
      path: [...path, "public"],
      value: false,
      message:
        "a laptop or a CloudShell outside the VPC cannot reach the cluster, so it cannot deploy add-ons and runners",
      allowed: "false only where Terraform runs inside the VPC or a network joined to it",
      fix: "run from inside the VPC, or use public: true with allowedCidrs",
    };
  }
  return {
    code: "endpoint-unreachable",
    path,
    value: endpoint,
    message: "without a public and a private endpoint, no client can reach the cluster",
    allowed: "public, private or both",
    fix: "set public or private to true",
  };
});

export const endpointForPods: Rule = needs(["cluster"], ({ cluster: { endpoint } }) => {
  if (!endpoint.public || endpoint.private || endpoint.allowedCidrs.includes(openToAll)) return undefined;
  return {
    code: "endpoint-locks-out-pods",
    path: [...path, "private"],
    value: false,
    message:
      "Fargate pods and nodes would reach the API through NAT, whose address is not in allowedCidrs, so none of them could join the cluster",
    allowed: `true, or allowedCidrs with ${openToAll}`,
    fix: "set private to true",
  };
});

export const openEndpoint: Rule = needs(["cluster"], ({ cluster: { endpoint } }) => {
  const { allowedCidrs } = endpoint;
  if (!endpoint.public || !allowedCidrs.includes(openToAll)) return undefined;
  return {
    code: "endpoint-open",
    path: [...path, "allowedCidrs"],
    value: allowedCidrs,
    message: "the whole internet can reach the Kubernetes API; only IAM protects it",
    allowed: "the address blocks of the machines that deploy",
    fix: "use your own address as a /32 block",
  };
});
