/** Variables that make programs use the proxy, each in upper and lower case, because programs differ in which one they read. */
import { endpointDomain, withoutProxy } from "../../facts/aws/proxy";
import type { CreatedNetwork, ExistingNetwork } from "../config";
import type { ParsedConfig } from "../schema";

/** The variables in upper case. */
export const proxyVariableNames = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"] as const;

interface ProxyInput {
  readonly proxy: ParsedConfig["proxy"];
  readonly region: string;
  readonly network: CreatedNetwork | ExistingNetwork;
}

/** Empty without a proxy. Names in upper case come first. */
export function proxyVariables({ proxy, region, network }: ProxyInput): Readonly<Record<string, string>> {
  if (proxy.http === undefined && proxy.https === undefined) return {};
  const direct = [
    ...withoutProxy.local,
    ...withoutProxy.metadata,
    ...(network.kind === "created" ? [network.cidr] : []),
    ...withoutProxy.services,
    ...withoutProxy.names,
    endpointDomain(region),
    ...proxy.no,
  ];
  const upper = Object.entries({
    HTTP_PROXY: proxy.http,
    HTTPS_PROXY: proxy.https,
    NO_PROXY: [...new Set(direct)].join(","),
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return Object.fromEntries([
    ...upper,
    ...upper.map(([name, value]) => [name.toLowerCase(), value] as const),
  ]);
}
