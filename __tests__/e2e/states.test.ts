/** `check` and `sweep` read the Terraform states from the backend that the configuration names. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { run } from "../../src/cli";
import { listen, type LoopbackServer } from "../../src/emulator/loopback-server";
import { runCommand } from "../../src/clients/system/command";

const { status } = await runCommand(["terraform", "version"], { cwd: tmpdir(), env: process.env });

interface State {
  readonly outputs?: Readonly<Record<string, { readonly value: string; readonly type: "string" }>>;
  readonly resources?: readonly object[];
}
const stateText = ({ outputs = {}, resources = [] }: State) =>
  JSON.stringify({ version: 4, terraform_version: "1.11.0", serial: 1, lineage: "a", outputs, resources });
const cluster = {
  mode: "managed",
  module: "module.eks",
  type: "aws_eks_cluster",
  name: "this",
  provider: 'provider["registry.terraform.io/hashicorp/aws"]',
  instances: [{ index_key: 0, schema_version: 1, attributes: { id: "ci" } }],
};

describe.skipIf(status !== 0)("commands that read states", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function writeState(stack: string, state: State): void {
    mkdirSync(join(folder, "tfstate/ci"), { recursive: true });
    writeFileSync(join(folder, `tfstate/ci/${stack}.tfstate`), stateText(state));
  }

  /** Runs glrunner and returns its JSON result and its stderr. */
  async function glrunner(config: object, env: NodeJS.ProcessEnv, ...args: string[]) {
    const path = join(folder, "glrunner.yaml");
    const noProviders = join(folder, "terraform.rc");
    writeFileSync(noProviders, `provider_installation { filesystem_mirror { path = "${folder}" } }`);
    writeFileSync(path, JSON.stringify({ name: "ci", region: "us-west-2", ...config }));
    const out: string[] = [];
    const err: string[] = [];
    await run(
      [...args, "--json", "-c", path],
      { PATH: process.env.PATH, HOME: folder, TF_CLI_CONFIG_FILE: noProviders, ...env },
      { out: (text) => out.push(text), err: (text) => err.push(text), interactive: false },
    );
    const result: unknown = JSON.parse(out.join(""));
    return { result, err: err.join("") };
  }

  describe("check", () => {
    const schema = z.object({ findings: z.array(z.object({ id: z.string(), level: z.string() })) });
    /** Returns the quotas that a check compares, of VPCs, NAT gateways and clusters. */
    async function quotas(config: object = {}) {
      const { result } = await glrunner(config, {}, "check", "--offline");
      const names = schema.parse(result).findings.map(({ id }) => id.replace("account.quota.", ""));
      return names.filter((name) => ["vpcs", "natGateways", "clusters"].includes(name));
    }
    /** Returns the level of a version that EKS no longer creates: `error`, or `warning` if the cluster already exists. */
    async function versionLevel(config: object = {}, env: NodeJS.ProcessEnv = {}) {
      const { result } = await glrunner(config, env, "check", "--offline", "--on", "2030-01-01");
      return schema.parse(result).findings.find(({ id }) => id === "calendar.kubernetes")?.level;
    }

    it("reports a version that EKS no longer creates as a warning if the state holds the cluster, in either layout", async () => {
      expect(await versionLevel()).toBe("error");
      writeState("vpc", {});
      writeState("eks", { resources: [{ ...cluster, type: "aws_iam_role" }] });
      expect(await versionLevel()).toBe("error");
      writeState("eks", { resources: [cluster] });
      expect(await versionLevel()).toBe("warning");
      expect(await versionLevel({ layout: "single" })).toBe("error");
      writeState("runner", { resources: [cluster] });
      expect(await versionLevel({ layout: "single" })).toBe("warning");
    });

    it("needs no quota for resources that the states already hold", async () => {
      expect(await quotas()).toEqual(["vpcs", "natGateways", "clusters"]);
      writeState("vpc", { resources: [{ ...cluster, type: "aws_vpc" }] });
      expect(await quotas()).toEqual(["clusters"]);
      writeState("eks", { resources: [cluster] });
      expect(await quotas()).toEqual([]);
      expect(await quotas({ layout: "single" })).toEqual(["vpcs", "natGateways", "clusters"]);
      writeState("runner", { resources: [cluster] });
      expect(await quotas({ layout: "single" })).toEqual([]);
    });

    it("reports a state of another cluster as an error finding, with nothing on stderr", async () => {
      writeState("eks", { resources: [{ ...cluster, instances: [{ attributes: { name: "other" } }] }] });
      const { result, err } = await glrunner({}, {}, "check", "--offline");
      const { findings } = schema.parse(result);
      expect(findings.find(({ id }) => id === "state.owner")?.level).toBe("error");
      expect(err).toBe("");
    });

    it("sends no request to the http backend with --offline", async () => {
      let requests = 0;
      const server = await listen(
        createServer((_, response) => {
          requests += 1;
          response.writeHead(404).end();
        }),
      );
      try {
        expect(await versionLevel({ state: { backend: "http", address: server.url } })).toBe("error");
        expect(requests).toBe(0);
      } finally {
        await server.stop();
      }
    });
  });

  describe("sweep", () => {
    let aws: LoopbackServer;
    let env: NodeJS.ProcessEnv;
    beforeEach(async () => {
      const server = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk: Buffer) => (body += chunk.toString()));
        request.on("end", () => {
          const canned = responseTo(request.url ?? "", body);
          response.writeHead(canned.status, { "Content-Type": canned.type, ...canned.headers });
          response.end(canned.text);
        });
      });
      aws = await listen(server);
      const key = { AWS_ACCESS_KEY_ID: "loopback", AWS_SECRET_ACCESS_KEY: "loopback" };
      env = { ...key, AWS_ENDPOINT_URL: aws.url };
    });
    afterEach(() => aws.stop());

    const schema = z.object({
      kinds: z.array(
        z.object({ kind: z.string(), items: z.array(z.object({ id: z.string(), did: z.string() })) }),
      ),
    });
    async function securityGroups(extraEnv: NodeJS.ProcessEnv = {}) {
      const { result, err } = await glrunner({}, { ...env, ...extraEnv }, "sweep", "--dry-run");
      const { kinds } = schema.parse(result);
      return { items: kinds.find(({ kind }) => kind === "security group")?.items, err };
    }

    it("deletes a security group only if the state names its VPC, because tags alone are no proof", async () => {
      expect((await securityGroups()).items).toEqual([{ id: "sg-1", did: "kept" }]);
      writeState("vpc", { outputs: { vpc_id: { value: "vpc-1", type: "string" } } });
      expect((await securityGroups()).items).toEqual([{ id: "sg-1", did: "would delete" }]);
    });

    it("trusts only tags if Terraform cannot read the states, and warns about it", async () => {
      const { items, err } = await securityGroups({ PATH: folder });
      expect(items?.map(({ did }) => did)).not.toContain("would delete");
      expect(err).toMatch(/Without the state, only tags prove/);
    });
  });
});

interface CannedResponse {
  readonly status: number;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Responds like an account without the cluster, with one security group of its load balancers, and denies all other calls. */
function responseTo(url: string, body: string): CannedResponse {
  if (url.startsWith("/clusters/")) {
    const headers = { "x-amzn-ErrorType": "ResourceNotFoundException" };
    return { status: 404, type: "application/json", headers, text: '{"message":"No cluster found"}' };
  }
  if (body.includes("Action=DescribeSecurityGroups")) {
    const tag = "<item><key>elbv2.k8s.aws/cluster</key><value>ci</value></item>";
    const group = `<item><groupId>sg-1</groupId><groupName>k8s-a</groupName><vpcId>vpc-1</vpcId><tagSet>${tag}</tagSet></item>`;
    const text = `<DescribeSecurityGroupsResponse><securityGroupInfo>${group}</securityGroupInfo></DescribeSecurityGroupsResponse>`;
    return { status: 200, type: "text/xml", text };
  }
  const text =
    "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>";
  return { status: 403, type: "text/xml", text };
}
