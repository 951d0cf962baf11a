import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { publicAddress } from "../../../src/clients/system/public-address";
import { isPublicAddress } from "../../../src/config/ipv4";

function ipv4(address: string, internal = false): NetworkInterfaceInfo {
  const netmask = "255.255.255.0";
  return { ...{ address, netmask, internal }, family: "IPv4", mac: "", cidr: `${address}/24` };
}

describe("publicAddress", () => {
  it("returns the public address of a network interface", () => {
    const interfaces = { lo: [ipv4("127.0.0.1", true)], eth0: [ipv4("10.0.0.5"), ipv4("52.1.2.3")] };
    expect(publicAddress(isPublicAddress, interfaces)).toBe("52.1.2.3");
  });

  it.each(["10.1.2.3", "172.16.0.1", "192.168.1.2", "100.64.0.1", "169.254.1.1", "192.0.2.2", "::1"])(
    "is not %s",
    (address) => {
      expect(publicAddress(isPublicAddress, { eth0: [ipv4(address)] })).toBeUndefined();
    },
  );
});
