/** Commands that ask the states, as Terraform reads them from where the configuration keeps them. */
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

describe.skipIf(status !== 0)("states", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glr-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function write(stack: string, state: State): void {
    mkdirSync(join(folder, "tfstate/ci"), { recursive: true });
    writeFileSync(join(folder, `tfstate/ci/${stack}.tfstate`), stateText(state));
  }

  /** Its result, and what it said. */
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

  describe("that a check reads", () => {
    const schema = z.object({ findings: z.array(z.object({ id: z.string(), level: z.string() })) });
    /** The quotas that it holds against what is not there yet. */
    async function quotas(config: object = {}) {
      const { result } = await glrunner(config, {}, "check", "--offline");
      const names = schema.parse(result).findings.map(({ id }) => id.replace("account.quota.", ""));
      return names.filter((name) => ["vpcs", "natGateways", "clusters"].includes(name));
    }
    /** How it judges a version that EKS creates no more: an error, but of a cluster that is there a warning. */
    async function level(config: object = {}, env: NodeJS.ProcessEnv = {}) {
      const { result } = await glrunner(config, env, "check", "--offline", "--on", "2030-01-01");
      return schema.parse(result).findings.find(({ id }) => id === "calendar.kubernetes")?.level;
    }

    it("hold the cluster, or do not, in either layout", async () => {
      expect(await level()).toBe("error");
      write("vpc", {});
      write("eks", { resources: [{ ...cluster, type: "aws_iam_role" }] });
      expect(await level()).toBe("error");
      write("eks", { resources: [cluster] });
      expect(await level()).toBe("warning");
      expect(await level({ layout: "single" })).toBe("error");
      write("runner", { resources: [cluster] });
      expect(await level({ layout: "single" })).toBe("warning");
    });

    it("hold the network before the cluster: existing resources need no quota", async () => {
      expect(await quotas()).toEqual(["vpcs", "natGateways", "clusters"]);
      write("vpc", { resources: [{ ...cluster, type: "aws_vpc" }] });
      expect(await quotas()).toEqual(["clusters"]);
      write("eks", { resources: [cluster] });
      expect(await quotas()).toEqual([]);
      expect(await quotas({ layout: "single" })).toEqual(["vpcs", "natGateways", "clusters"]);
      write("runner", { resources: [cluster] });
      expect(await quotas({ layout: "single" })).toEqual([]);
    });

    it("belong to another cluster: an error among the findings, and nothing on stderr", async () => {
      write("eks", { resources: [{ ...cluster, instances: [{ attributes: { name: "other" } }] }] });
      const { result, err } = await glrunner({}, {}, "check", "--offline");
      const { findings } = schema.parse(result);
      expect(findings.find(({ id }) => id === "state.owner")?.level).toBe("error");
      expect(err).toBe("");
    });

    it("are not asked for elsewhere when it is offline", async () => {
      let asked = 0;
      const server = await listen(
        createServer((_, response) => {
          asked += 1;
          response.writeHead(404).end();
        }),
      );
      try {
        expect(await level({ state: { backend: "http", address: server.url } })).toBe("error");
        expect(asked).toBe(0);
      } finally {
        await server.stop();
      }
    });
  });

  describe("that a sweep reads", () => {
    let aws: LoopbackServer;
    let env: NodeJS.ProcessEnv;
    beforeEach(async () => {
      const server = createServer((request, response) => {
        let body = "";
        request.on("data", (chunk: Buffer) => (body += chunk.toString()));
        request.on("end", () => {
          const answer = answerOf(request.url ?? "", body);
          response.writeHead(answer.status, { "Content-Type": answer.type, ...answer.headers });
          response.end(answer.text);
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
    async function groups(more: NodeJS.ProcessEnv = {}) {
      const { result, err } = await glrunner({}, { ...env, ...more }, "sweep", "--dry-run");
      const { kinds } = schema.parse(result);
      return { items: kinds.find(({ kind }) => kind === "security group")?.items, err };
    }

    it("prove by the VPC what tags alone do not", async () => {
      expect((await groups()).items).toEqual([{ id: "sg-1", did: "kept" }]);
      write("vpc", { outputs: { vpc_id: { value: "vpc-1", type: "string" } } });
      expect((await groups()).items).toEqual([{ id: "sg-1", did: "would delete" }]);
    });

    it("may be out of reach: then tags alone prove what is ours, and that is said", async () => {
      const { items, err } = await groups({ PATH: folder });
      expect(items?.map(({ did }) => did)).not.toContain("would delete");
      expect(err).toContain("tags alone prove what is ours");
    });
  });
});

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A cluster that is gone, a security group of its load balancers, and no right to see anything else. */
function answerOf(url: string, body: string): Answer {
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
