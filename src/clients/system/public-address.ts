/**
 * The address by which the internet sees this machine, as far as that is known without asking anybody: a public address
 * of a network interface. Behind NAT, as in most offices and in CloudShell, there is none.
 */
import { networkInterfaces } from "node:os";

/** @param isPublic whether the internet may know an address */
export function publicAddress(
  isPublic: (address: string) => boolean,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
): string | undefined {
  return Object.values(interfaces)
    .flatMap((addresses) => addresses ?? [])
    .find(({ family, internal, address }) => family === "IPv4" && !internal && isPublic(address))?.address;
}
