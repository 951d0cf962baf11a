import { describe, expect, it } from "vitest";
import { createCluster, eksCaller, roleArn } from "./caller";

describe("an emulated cluster", () => {
  it("has an API endpoint only once it is ACTIVE", async () => {
    const eks = eksCaller(30);
    await createCluster(eks);
    const young = await eks.call("GET", "/clusters/demo");
    expect(young).toMatchObject({ cluster: { status: "CREATING", certificateAuthority: {} } });
    expect(young).not.toHaveProperty("cluster.endpoint");
    eks.pass(30);
    expect(await eks.call("GET", "/clusters/demo")).toMatchObject({
      cluster: {
        status: "ACTIVE",
        endpoint: "https://127.0.0.1:6443",
        certificateAuthority: { data: Buffer.from("-----BEGIN CERTIFICATE-----").toString("base64") },
        accessConfig: { authenticationMode: "CONFIG_MAP" },
        upgradePolicy: { supportType: "EXTENDED" },
        resourcesVpcConfig: { clusterSecurityGroupId: "sg-demo", vpcId: "vpc-1", endpointPublicAccess: true },
      },
    });
  });

  it("gets a new OIDC issuer if it is created again with the same name", async () => {
    const eks = eksCaller();
    const first = await createCluster(eks);
    expect(first).toHaveProperty(
      "cluster.identity.oidc.issuer",
      expect.stringMatching(/^https:\/\/issuer\.test\/id\/[0-9A-F]{32}$/),
    );
    await eks.call("DELETE", "/clusters/demo");
    eks.pass(60);
    const second = await createCluster(eks);
    const issuer = (answer: unknown) => JSON.stringify(answer).match(/"issuer":"([^"]+)"/)?.[1];
    expect(issuer(second)).toContain("https://issuer.test/id/");
    expect(issuer(second)).not.toBe(issuer(first));
  });

  it("deletes its security group, and disappears after its deletion time", async () => {
    const eks = eksCaller(30);
    await createCluster(eks);
    eks.pass(30);
    expect([...eks.securityGroups]).toEqual(["sg-demo"]);
    expect(await eks.call("DELETE", "/clusters/demo")).toMatchObject({ cluster: { status: "DELETING" } });
    expect([...eks.securityGroups]).toEqual([]);
    expect(await eks.call("GET", "/clusters")).toEqual({ clusters: ["demo"] });
    eks.pass(30);
    expect(await eks.call("GET", "/clusters/demo")).toBe(
      "ResourceNotFoundException 404: No cluster found for name: demo.",
    );
  });

  it("cannot be deleted with node groups or Fargate profiles, but with add-ons", async () => {
    const eks = eksCaller();
    await createCluster(eks);
    await eks.call("POST", "/clusters/demo/addons", { addonName: "coredns" });
    const profile = {
      fargateProfileName: "p",
      podExecutionRoleArn: roleArn,
      selectors: [{ namespace: "n" }],
    };
    await eks.call("POST", "/clusters/demo/fargate-profiles", profile);
    await eks.call("POST", "/clusters/demo/node-groups", {
      nodegroupName: "g",
      nodeRole: roleArn,
      subnets: [],
    });
    const inUse = "ResourceInUseException 409: Cluster has";
    expect(await eks.call("DELETE", "/clusters/demo")).toBe(`${inUse} nodegroups attached`);
    await eks.call("DELETE", "/clusters/demo/node-groups/g");
    expect(await eks.call("DELETE", "/clusters/demo")).toBe(
      `${inUse} Fargate Profiles in ACTIVE/CREATING state`,
    );
    await eks.call("DELETE", "/clusters/demo/fargate-profiles/p");
    expect(await eks.call("DELETE", "/clusters/demo")).toMatchObject({ cluster: { name: "demo" } });
  });

  it("is updated by one minor version at a time", async () => {
    const eks = eksCaller(5);
    await createCluster(eks);
    expect(await eks.call("POST", "/clusters/demo/updates", { version: "1.35" })).toBe(
      "InvalidParameterException 400: Unsupported Kubernetes minor version update from 1.33 to 1.35",
    );
    const started = await eks.call("POST", "/clusters/demo/updates", { version: "1.34" });
    expect(started).toMatchObject({ update: { status: "InProgress", type: "VersionUpdate" } });
    expect(await eks.call("GET", "/clusters/demo")).toHaveProperty("cluster.version", "1.34");
    const [id = ""] = /(?<="id":")[^"]+/.exec(JSON.stringify(started)) ?? [];
    eks.pass(5);
    expect(await eks.call("GET", `/clusters/demo/updates/${id}`)).toHaveProperty(
      "update.status",
      "Successful",
    );
    expect(await eks.call("GET", `/clusters/other/updates/${id}`)).toContain("ResourceNotFoundException");
  });

  it("returns every log type with its last setting", async () => {
    const eks = eksCaller();
    const logging = (types: string[], enabled: boolean) => ({
      logging: { clusterLogging: [{ types, enabled }] },
    });
    await createCluster(eks, logging(["api", "audit"], true));
    await eks.call("POST", "/clusters/demo/update-config", logging(["audit"], false));
    expect(await eks.call("GET", "/clusters/demo")).toHaveProperty("cluster.logging.clusterLogging", [
      { types: ["api"], enabled: true },
      { types: ["audit", "authenticator", "controllerManager", "scheduler"], enabled: false },
    ]);
  });

  it("can be tagged by its ARN, encoded or not", async () => {
    const eks = eksCaller();
    await createCluster(eks, { tags: { a: "1", b: "2" } });
    const arn = "arn:aws:eks:us-west-2:123456789012:cluster/demo";
    await eks.call("POST", `/tags/${encodeURIComponent(arn)}`, { tags: { c: "3" } });
    await eks.call("DELETE", `/tags/${arn}?tagKeys=a&tagKeys=b`);
    expect(await eks.call("GET", `/tags/${arn}`)).toEqual({ tags: { c: "3" } });
  });

  it("is refused with invalid parameters, and removed by a reset", async () => {
    const eks = eksCaller();
    expect(await createCluster(eks, { roleArn: "demo" })).toBe(
      "InvalidParameterException 400: Invalid Role Arn: 'demo'",
    );
    expect(await createCluster(eks, { name: "-" })).toContain("InvalidParameterException 400");
    await createCluster(eks);
    expect(await createCluster(eks)).toBe(
      "ResourceInUseException 409: Cluster already exists with name: demo",
    );
    eks.reset();
    expect(await eks.call("GET", "/clusters")).toEqual({ clusters: [] });
    expect(await eks.call("GET", "/clusters/demo/access-entries")).toContain("NotImplementedException 501");
  });
});
