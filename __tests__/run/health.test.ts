/** What the stage after the network, and the one after the cluster, need. */
import { createServer, type Server } from "node:https";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StackName } from "../../src/config/stages";
import { createCertificate, type Certificate } from "../../src/emulator/certificate";
import { listen, type LoopbackServer } from "../../src/emulator/loopback-server";
import { healthOf } from "../../src/run/health";
import { stackIn } from "../support/run-context";
import { noCluster, scriptedAws, subnets, type ScriptedAws } from "../support/scripted-aws";
import { prints, scriptedCommands, type ScriptedCommands } from "../support/scripted-commands";
import { configOf } from "../support/synth";

let folder: string;
let aws: ScriptedAws;
let commands: ScriptedCommands;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "glr-"));
  aws = await scriptedAws();
  commands = scriptedCommands();
});
afterEach(async () => {
  await aws.stop();
  rmSync(folder, { recursive: true, force: true });
});

function health(name: StackName, outputs?: object) {
  if (outputs !== undefined) commands.script(["output", prints(JSON.stringify(outputs))]);
  const env = { AWS_ENDPOINT_URL: aws.url, AWS_ACCESS_KEY_ID: "loopback", AWS_SECRET_ACCESS_KEY: "none" };
  return healthOf(stackIn(folder, { name, folder }, { env, execute: commands.execute }));
}
const subjects = async (problems: ReturnType<typeof health>) => (await problems).map(({ what }) => what);

describe("the network", () => {
  const outputs = { private_subnet_ids: { value: ["subnet-1", "subnet-2"], sensitive: false } };

  it("is healthy if every private subnet is available", async () => {
    aws.answers.set("DescribeSubnets", subnets("subnet-1", "subnet-2"));
    expect(await health("vpc", outputs)).toEqual([]);
    commands.expectDone();
  });

  it("is not healthy if a subnet is missing", async () => {
    const pending = "<item><subnetId>subnet-1</subnetId><state>pending</state></item></subnetSet>";
    aws.answers.set("DescribeSubnets", subnets("subnet-2").replace("</subnetSet>", pending));
    const [what, ...more] = await subjects(health("vpc", outputs));
    expect(what).toContain("subnet-1");
    expect(more).toEqual([]);
  });

  it("has an unknown health if EC2 refuses, or without outputs", async () => {
    await expect(health("vpc", outputs)).rejects.toThrow();
    await expect(health("vpc", {})).rejects.toThrow();
  });
});

describe("the cluster", () => {
  let certificate: Certificate;
  let api: LoopbackServer;
  let status: number;
  let asked: string[];
  beforeAll(() => {
    certificate = createCertificate();
  });
  beforeEach(async () => {
    [status, asked] = [200, []];
    const server: Server = createServer(
      { cert: certificate.certificate, key: certificate.key },
      (request, response) => {
        asked.push(request.url ?? "");
        response.writeHead(status).end();
      },
    );
    api = await listen(server);
    profiles("ACTIVE");
    cluster();
  });
  afterEach(() => api.stop());

  const cluster = (more: object = {}) => {
    const authority = Buffer.from(certificate.certificate).toString("base64");
    const described = { endpoint: api.url, certificateAuthority: { data: authority }, status: "ACTIVE" };
    aws.answers.set("GET /clusters/ci", JSON.stringify({ cluster: { ...described, ...more } }));
  };
  const profileNames = configOf({ name: "ci", region: "us-west-2" }).cluster.fargateProfiles.map(
    ({ name }) => name,
  );
  const profiles = (profileStatus: string) => {
    const body = JSON.stringify({ fargateProfile: { status: profileStatus } });
    for (const name of profileNames) aws.answers.set(`GET /clusters/ci/fargate-profiles/${name}`, body);
  };

  it.each([200, 401, 403])("is healthy when all of it is active and its API answers %s", async (code) => {
    status = code;
    expect(await health("eks", {})).toEqual([]);
    expect(asked).toEqual(["/readyz"]);
    expect(profileNames.length).toBeGreaterThan(0);
  });

  it("is not healthy while the cluster or a profile is not active", async () => {
    cluster({ status: "UPDATING" });
    expect(await subjects(health("eks", {}))).toEqual([expect.stringMatching(/cluster ci .*UPDATING/)]);
    cluster();
    profiles("CREATE_FAILED");
    const problems = await subjects(health("eks", {}));
    expect(problems).toHaveLength(profileNames.length);
    for (const [index, name] of profileNames.entries()) {
      expect(problems[index]).toContain(name);
      expect(problems[index]).toContain("CREATE_FAILED");
    }
  });

  it.each<[string, () => void]>([
    ["answers 500", () => (status = 500)],
    [
      "has no address",
      () => {
        cluster({ endpoint: undefined });
      },
    ],
    [
      "refuses the connection",
      () => {
        cluster({ endpoint: "https://127.0.0.1:9" });
      },
    ],
    [
      "shows a certificate of another authority",
      () => {
        const other = Buffer.from(createCertificate().certificate).toString("base64");
        cluster({ certificateAuthority: { data: other } });
      },
    ],
  ])("is not healthy when its API %s", async (_, arrange) => {
    arrange();
    const problems = await subjects(health("eks", {}));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain("API");
  });

  it("is unknown when EKS does not know it", async () => {
    aws.answers.set("GET /clusters/ci", noCluster);
    await expect(health("eks", {})).rejects.toThrow();
  });
});

it.each(["addons", "runners"] as const)(
  "no stage needs the health of %s, so nothing is asked",
  async (name) => {
    expect(await health(name)).toEqual([]);
    commands.expectDone();
  },
);
