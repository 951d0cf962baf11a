import { createServer, request } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ecrPublic } from "../../../src/emulator/aws/ecr-public";
import { Identities } from "../../../src/emulator/identities";
import { AwsFaults } from "../../../src/emulator/aws/faults";
import { startGateway, type AwsCall } from "../../../src/emulator/aws/gateway";
import { listen, type LoopbackServer } from "../../../src/emulator/loopback-server";

interface Asked {
  readonly service?: string;
  readonly key?: string;
  readonly headers?: Record<string, string>;
}

describe("the gateway of the emulated AWS", () => {
  let moto: LoopbackServer;
  let gateway: LoopbackServer;
  let faults: AwsFaults;
  let calls: AwsCall[];
  let passed: { method?: string; url?: string; body: string; host?: string; expect?: string }[];
  let answer: string;

  beforeEach(async () => {
    [faults, calls, passed, answer] = [new AwsFaults(), [], [], "from moto"];
    moto = await listen(
      createServer(({ method, url, headers }, response) => {
        const asked = { method, url, host: headers.host, expect: headers.expect, body: "" };
        passed.push(asked);
        response.req.setEncoding("utf8").on("data", (text: string) => (asked.body += text));
        response.req.once("end", () => {
          const found = headers["if-none-match"] === "*" ? 412 : 200;
          response.writeHead(found, { ETag: '"1"', "Content-Length": Buffer.byteLength(answer) }).end(answer);
        });
      }),
    );
    const handlers = { "ecr-public": ecrPublic(() => 0) };
    const onCall = (call: AwsCall) => calls.push(call);
    const onCarriedOut = () => undefined;
    gateway = await startGateway({
      ...{ motoUrl: moto.url, handlers, faults, onCall, onCarriedOut },
      ...{ observerKeyId: "observer", identities: new Identities() },
    });
  });
  afterEach(async () => {
    await gateway.stop();
    await moto.stop();
  });

  const ask = (
    path: string,
    { service = "s3", key = "loopback", headers = {} }: Asked,
    init: RequestInit = {},
  ) => {
    const scope = `${key}/20260101/us-west-2/${service}/aws4_request`;
    const Authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
    return fetch(`${gateway.url}${path}`, {
      ...init,
      headers: { ...headers, ...(key !== "" && { Authorization }) },
    });
  };
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  const query = (service: string, body: string, key?: string) =>
    ask("/", { service, key, headers: form }, { method: "POST", body });

  it("forwards unanswered requests to moto unchanged", async () => {
    const body = "x".repeat(100_000);
    const put = await ask("/bucket/a//b%20c?x-id=PutObject", {}, { method: "PUT", body });
    expect([put.status, put.headers.get("etag"), await put.text()]).toEqual([200, '"1"', "from moto"]);
    // moto builds URLs, such as a queue's, from the host header.
    const host = new URL(gateway.url).host;
    expect(passed).toEqual([{ method: "PUT", url: "/bucket/a//b%20c?x-id=PutObject", body, host }]);
    await query("ec2", "Action=DescribeVpcs");
    expect(passed[1]?.body).toBe("Action=DescribeVpcs");
    expect(calls.map(({ service, operation, status }) => [service, operation, status])).toEqual([
      ["s3", "PutObject", 200],
      ["ec2", "DescribeVpcs", 200],
    ]);
  });

  it("forwards conditional headers, and HEAD without a body", async () => {
    const put = await ask("/b/lock", { headers: { "If-None-Match": "*" } }, { method: "PUT", body: "{}" });
    expect(put.status).toBe(412);
    const head = await ask("/b/lock", {}, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "9", ""]);
  });

  it("accepts a body of unknown length", async () => {
    const Authorization = "Credential=loopback/20260101/us-west-2/s3/aws4_request";
    const status = await new Promise((resolve, reject) => {
      const options = { method: "PUT", headers: { Authorization, Expect: "100-continue" } };
      const put = request(`${gateway.url}/b/k`, options, (answered) => {
        resolve(answered.statusCode);
      }).once("error", reject);
      put.write("one");
      put.end("two");
    });
    expect(status).toBe(200);
    // The gateway has answered `Expect` itself, so moto does not get it.
    expect(passed).toMatchObject([{ body: "onetwo", expect: undefined }]);
  });

  it.each([
    ["ec2", "<Response><Errors><Error><Code>AccessDenied</Code>"],
    ["iam", "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>"],
  ])("refuses credentials of a real account, in the error format of %s", async (service, form) => {
    const refused = await query(service, "Action=DeleteEverything", "AKIAIOSFODNN7EXAMPLE");
    expect(refused.status).toBe(403);
    const text = await refused.text();
    expect(text).toContain(form);
    expect(text).toContain("credentials of a real account");
    expect(passed).toEqual([]);
    expect(calls).toMatchObject([{ service, operation: "DeleteEverything", status: 403 }]);
    expect(JSON.stringify(calls)).not.toContain("AKIA");
  });

  it("refuses unsigned requests and moto's own API", async () => {
    expect((await ask("/", { key: "" })).status).toBe(403);
    expect((await ask("/moto-api/reset", {}, { method: "POST" })).status).toBe(403);
    expect(passed).toEqual([]);
  });

  it("returns the same ECR Public token each time", async () => {
    const headers = { "X-Amz-Target": "SpencerFrontendService.GetAuthorizationToken" };
    const get = async () => (await ask("/", { service: "ecr-public", headers }, { method: "POST" })).text();
    const first = await get();
    expect(await get()).toBe(first);
    const [, token = ""] = /"authorizationToken":"([^"]+)"/.exec(first) ?? [];
    expect(Buffer.from(token, "base64").toString()).toMatch(/^AWS:.{30,}$/);
    expect(first).toContain('"expiresAt":43200');
    expect(passed).toEqual([]);
  });

  it("corrects responses in which moto differs from AWS", async () => {
    answer = "<Url>127.0.0.1:1234/id/A</Url>";
    expect(await (await query("iam", "Action=GetOpenIDConnectProvider")).text()).toBe(
      "<Url>https://127.0.0.1:1234/id/A</Url>",
    );
    answer = "<Url>oidc.example/id/A</Url>";
    expect(await (await query("iam", "Action=GetOpenIDConnectProvider")).text()).toBe(answer);
    const item = (type: string) =>
      `<item><resourceType>${type}</resourceType><tagSet><item><key>a</key></item></tagSet></item>`;
    answer = `<t>${item("launch-template")}${item("instance")}</t>`;
    const versions = await query("ec2", "Action=DescribeLaunchTemplateVersions");
    expect(await versions.text()).toBe(`<t>${item("instance")}</t>`);
  });

  it("applies a fault the requested number of times, but never to the observer", async () => {
    faults.inject({ service: "ec2", operation: "RunInstances", kind: "throttling", after: 1, times: 2 });
    const run = async (key?: string) => (await query("ec2", "Action=RunInstances", key)).status;
    expect(await run("observer")).toBe(200);
    expect([await run(), await run(), await run(), await run()]).toEqual([200, 503, 503, 200]);
    expect(calls).toHaveLength(4);
  });

  it("delays a call and then answers it", async () => {
    faults.inject({ service: "ec2", kind: "delay", seconds: 0.2 });
    const before = performance.now();
    expect(await (await query("ec2", "Action=DescribeVpcs")).text()).toBe("from moto");
    expect(performance.now() - before).toBeGreaterThan(190);
  });

  it("reports that moto has ended", async () => {
    await moto.stop();
    const gone = await query("ec2", "Action=DescribeVpcs");
    expect(gone.status).toBe(500);
    expect(await gone.text()).toContain("ECONNREFUSED");
  });
});
