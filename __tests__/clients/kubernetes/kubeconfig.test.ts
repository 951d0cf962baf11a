import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { listen, type LoopbackServer } from "../../../src/emulator/loopback-server";
import { kubeconfig, temporaryKubeconfig } from "../../../src/clients/kubernetes/kubeconfig";

const arn = "arn:aws:eks:us-west-2:111122223333:cluster/glrunner";
const config = { name: "glrunner", region: "us-west-2" };

/** EKS as far as a description of the cluster goes. */
let cluster: object | undefined;
let eks: LoopbackServer;
let home: string;
beforeEach(async () => {
  cluster = {
    name: "glrunner",
    arn,
    endpoint: "https://abc.eks",
    status: "ACTIVE",
    certificateAuthority: { data: "Q0E=" },
  };
  eks = await listen(
    createServer((request, response) => {
      const found = request.url === "/clusters/glrunner" && cluster !== undefined;
      response
        .writeHead(found ? 200 : 404, { "x-amzn-errortype": "ResourceNotFoundException" })
        .end(JSON.stringify(found ? { cluster } : { message: "No cluster found for name: glrunner." }));
    }),
  );
  home = mkdtempSync(join(tmpdir(), "glr-"));
});
afterEach(async () => {
  await eks.stop();
  rmSync(home, { recursive: true, force: true });
});

const env = (more: Readonly<Record<string, string>> = {}) => ({
  HOME: home,
  AWS_ENDPOINT_URL: eks.url,
  AWS_ACCESS_KEY_ID: "key",
  AWS_SECRET_ACCESS_KEY: "s3cret",
  ...more,
});
const read = (path: string): unknown => parse(readFileSync(path, "utf8"));
const modeOf = (path: string) => statSync(path).mode & 0o777;

const getToken = {
  apiVersion: "client.authentication.k8s.io/v1beta1",
  command: "aws",
  args: ["eks", "get-token", "--region", "us-west-2", "--cluster-name", "glrunner", "--output", "json"],
};
const entry = {
  clusters: [{ name: arn, cluster: { "certificate-authority-data": "Q0E=", server: "https://abc.eks" } }],
  users: [{ name: arn, user: { exec: getToken } }],
  contexts: [{ name: arn, context: { cluster: arn, user: arn } }],
};

describe("kubeconfig", () => {
  it("creates a missing file, readable by its owner only, and does not change it again", async () => {
    const path = join(home, ".kube", "config");
    expect(await kubeconfig({ config, env: env() })).toEqual({ ok: true, path, context: arn, changed: true });
    expect(read(path)).toEqual({
      apiVersion: "v1",
      kind: "Config",
      preferences: {},
      ...entry,
      "current-context": arn,
    });
    expect(modeOf(path)).toBe(0o600);
    expect(readdirSync(join(home, ".kube"))).toEqual(["config"]);
    expect(await kubeconfig({ config, env: env() })).toMatchObject({ changed: false });
  });

  const mine = `# mine
apiVersion: v1
kind: Config
clusters:
  - {name: other, cluster: {server: "https://other"}} # keep
  - name: ${arn}
    cluster: {server: "https://old"}
users: [{name: other, user: {token: t0ken}}]
contexts:
current-context: other
extensions: [{name: x}]
`;

  it("keeps other entries, comments and a symbolic link to the file", async () => {
    const file = join(home, "real");
    writeFileSync(file, mine, { mode: 0o644 });
    const link = join(home, "link");
    symlinkSync(file, link);
    const outcome = await kubeconfig({
      config,
      env: env({ KUBECONFIG: `${link}:/elsewhere` }),
      context: "runners",
    });
    expect(outcome).toEqual({ ok: true, path: file, context: "runners", changed: true });
    expect(read(link)).toEqual({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "other", cluster: { server: "https://other" } }, ...entry.clusters],
      users: [{ name: "other", user: { token: "t0ken" } }, ...entry.users],
      contexts: [{ name: "runners", context: { cluster: arn, user: arn } }],
      "current-context": "runners",
      extensions: [{ name: "x" }],
    });
    expect(readFileSync(file, "utf8")).toMatch(/^# mine\n[^]*# keep/);
    expect(modeOf(file)).toBe(0o600);
  });

  it.each([
    ["a tab", "clusters:\n\t- s3cret"],
    ["half of a file", "clusters: [{name: s3cret"],
    ["two documents", "a: s3cret\n---\nb: 1"],
    ["a list", "- s3cret"],
    ["clusters that are none", "clusters: s3cret"],
    ["entries that are none", "users: [s3cret]"],
  ])("does not change a file that it cannot parse: %s", async (_, text) => {
    const path = join(home, "config");
    writeFileSync(path, text);
    const outcome = await kubeconfig({ config, env: env(), path });
    expect(outcome).toMatchObject({ ok: false });
    expect(JSON.stringify(outcome)).toContain(path);
    expect(JSON.stringify(outcome)).not.toContain("s3cret");
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(readdirSync(home)).toEqual(["config"]);
  });

  it("writes the AWS profile, so that aws uses the same credentials", async () => {
    const path = join(home, "config");
    await kubeconfig({ config, env: env({ AWS_PROFILE: "ci" }), path });
    expect(read(path)).toMatchObject({
      users: [{ user: { exec: { env: [{ name: "AWS_PROFILE", value: "ci" }] } } }],
    });
    expect(readFileSync(path, "utf8")).not.toContain("s3cret");
  });

  it.each([
    ["does not exist", undefined],
    ["has no address yet", { name: "glrunner", arn, status: "CREATING" }],
  ])("writes no file for a cluster that %s", async (_, description) => {
    cluster = description;
    expect(await kubeconfig({ config, env: env() })).toMatchObject({ ok: false });
    expect(existsSync(join(home, ".kube"))).toBe(false);
    expect(await temporaryKubeconfig({ config, env: env() })).toBeUndefined();
  });

  it("reports a refused connection with its code and fix", async () => {
    await eks.stop();
    const failure = await kubeconfig({ config, env: env() });
    eks = await listen(createServer());
    expect(failure).toMatchObject({
      ...{ ok: false, code: "aws-unreachable", message: "AWS was not reached (ECONNREFUSED)" },
    });
    expect(failure).not.toMatchObject({ fix: expect.stringMatching(/log in/i) as string });
  });

  it("reports that AWS refused the credentials", async () => {
    await eks.stop();
    eks = await listen(
      createServer((_, response) => {
        response
          .writeHead(403, { "x-amzn-errortype": "UnrecognizedClientException" })
          .end(JSON.stringify({ message: "The security token included in the request is invalid." }));
      }),
    );
    expect(await kubeconfig({ config, env: env() })).toEqual({
      ok: false,
      code: "aws-refused",
      message: "The security token included in the request is invalid.",
      fix: "log in to AWS again, then run the same command",
    });
    await expect(temporaryKubeconfig({ config, env: env() })).rejects.toThrow("security token");
  });
});

it("a temporary kubeconfig is readable by its owner only, and can be removed", async () => {
  const made = await temporaryKubeconfig({ config, env: env() });
  const path = made?.path ?? "";
  expect(read(path)).toMatchObject({ ...entry, "current-context": arn });
  expect(modeOf(path)).toBe(0o600);
  made?.remove();
  expect(existsSync(path)).toBe(false);
});
