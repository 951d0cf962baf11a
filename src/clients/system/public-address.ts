/**
 * Finds this machine's public address without a network call: a public address of a network interface. Behind NAT, as in
 * most offices and in CloudShell, there is none.
 */
import { networkInterfaces } from "node:os";

/** @param isPublic whether an address is reachable from the internet */
export function publicAddress(
  isPublic: (address: string) => boolean,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string | undefined {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal, address }) => family === "IPv4" && !internal && isPublic(address))?.address;
}
