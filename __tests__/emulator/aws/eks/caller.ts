/** An emulated EKS without moto, with a clock that a test moves, called as an SDK would call it. */
import { emulateEks } from "../../../../src/emulator/aws/eks";
import type { ClusterNetwork } from "../../../../src/emulator/aws/eks/model";
import { AwsError } from "../../../../src/emulator/aws/protocol";

export interface EksCaller {
  /** What is answered; an error as `CODE STATUS: MESSAGE`. */
  readonly call: (method: string, path: string, body?: object) => Promise<unknown>;
  readonly pass: (seconds: number) => void;
  /** Security groups that were made and are not deleted. */
  readonly securityGroups: ReadonlySet<string>;
  readonly reset: () => void;
}

export const roleArn = "arn:aws:iam::123456789012:role/demo";
const certificateAuthority = "-----BEGIN CERTIFICATE-----";

export function eksCaller(creationSeconds = 0): EksCaller {
  let now = Date.parse("2026-01-01T00:00:00Z");
  const securityGroups = new Set<string>();
  const network: ClusterNetwork = {
    vpcOf: () => Promise.resolve("vpc-1"),
    createSecurityGroup: (_region, cluster) => {
      securityGroups.add(`sg-${cluster}`);
      return Promise.resolve(`sg-${cluster}`);
    },
    deleteSecurityGroup: (_region, id) => {
      securityGroups.delete(id);
      return Promise.resolve();
    },
    launchTemplate: (_region, { id = "", version = "" }) =>
      Promise.resolve({
        id,
        name: "template",
        version: version.replace("$Latest", "7"),
        instanceType: "m5.large",
      }),
  };
  const endpoint = { url: "https://127.0.0.1:6443", certificateAuthority };
  const settings = {
    creationSeconds: () => creationSeconds,
    endpoint,
    issuer: "https://issuer.test/",
    network,
    now: () => now,
    principalOf: (accessKeyId: string) => accessKeyId,
  };
  const eks = emulateEks(settings);
  const signature = { accessKeyId: "loopback", region: "us-west-2", service: "eks" };
  return {
    securityGroups,
    reset: eks.reset,
    pass: (seconds) => (now += seconds * 1000),
    async call(method, url, body) {
      const [path = "", query = ""] = url.split("?");
      const asked = {
        query: new URLSearchParams(query),
        body: body === undefined ? "" : JSON.stringify(body),
      };
      const request = { ...signature, method, path, ...asked, protocol: "rest-json", operation: "" } as const;
      try {
        const answer = await eks.handle(request);
        const parsed: unknown = JSON.parse(answer?.body ?? "null");
        return parsed;
      } catch (error) {
        if (error instanceof AwsError) return `${error.code} ${error.status}: ${error.message}`;
        throw error;
      }
    },
  };
}

export function createCluster({ call }: EksCaller, more: object = {}): Promise<unknown> {
  return call("POST", "/clusters", {
    name: "demo",
    version: "1.33",
    roleArn,
    resourcesVpcConfig: { subnetIds: ["subnet-1"] },
    ...more,
  });
}
