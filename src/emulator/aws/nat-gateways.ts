/** Deletes the network interface of a deleted NAT gateway, as AWS does: moto keeps it, which blocks deleting the subnet. */
import {
  DeleteNetworkInterfaceCommand,
  DescribeNatGatewaysCommand,
  EC2Client,
  EC2ServiceException,
} from "@aws-sdk/client-ec2";
import { clientSettings } from "./clients";
import type { AwsHandler } from "./gateway";

/** @returns a handler that leaves the response to moto, which deletes the gateway itself */
export function deleteNatInterfaces(url: string, accessKeyId: string): AwsHandler {
  return async ({ operation, region, body }) => {
    const id = new URLSearchParams(body).get("NatGatewayId");
    if (operation !== "DeleteNatGateway" || id === null) return undefined;
    const client = new EC2Client(clientSettings({ url, region, accessKeyId }));
    try {
      const { NatGateways = [] } = await client.send(new DescribeNatGatewaysCommand({ NatGatewayIds: [id] }));
      for (const { NetworkInterfaceId } of NatGateways.flatMap(
        ({ NatGatewayAddresses = [] }) => NatGatewayAddresses,
      )) {
        await client.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }));
      }
    } catch (error) {
      // The gateway does not exist: moto reports that to the caller.
      if (!(error instanceof EC2ServiceException)) throw error;
    }
    return undefined;
  };
}
