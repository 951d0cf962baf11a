import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { executionMode, hcpToken, type ExecutionMode } from "../../../src/clients/terraform/hcp-workspace";

type Answers = Readonly<Record<string, { readonly status?: number; readonly body: unknown }>>;

/** Also returns the headers of the last call. */
async function mode(answers: Answers, signal?: AbortSignal): Promise<[ExecutionMode, string | undefined]> {
  let authorization: string | undefined;
  const server = createServer((request, response) => {
    authorization = request.headers.authorization;
    const { status = 200, body } = answers[request.url ?? ""] ?? { status: 404, body: {} };
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    const origin = `http://127.0.0.1:${address.port}`;
    const found = await executionMode(
      { origin, organization: "acme", token: "secret", env: {}, signal },
      "ci-eks",
    );
    return [found, authorization];
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const workspace = "/api/v2/organizations/acme/workspaces/ci-eks";
const organization = "/api/v2/organizations/acme";
const own = (of: string) => ({ body: { data: { attributes: { "execution-mode": of } } } });
const byDefault = (of: string) => ({ body: { data: { attributes: { "default-execution-mode": of } } } });

describe("the execution mode of a workspace", () => {
  it("is that of the workspace, and the request sends the token", async () => {
    expect(await mode({ [workspace]: own("remote") })).toEqual([
      { ok: true, exists: true, mode: "remote" },
      "Bearer secret",
    ]);
  });

  it("is the organization's default for a workspace that does not exist", async () => {
    const [found] = await mode({ [organization]: byDefault("local") });
    expect(found).toEqual({ ok: true, exists: false, mode: "local" });
    expect((await mode({}))[0]).toEqual({ ok: false, reason: "there is no organization acme" });
  });

  it("is unknown after a refusal, an unexpected answer or an interruption", async () => {
    const reason = async (answer: Answers[string]) => {
      const [found] = await mode({ [workspace]: answer });
      return found.ok ? "" : found.reason;
    };
    expect(await reason({ status: 401, body: {} })).toBe("it does not accept the token");
    expect(await reason({ status: 503, body: {} })).toBe("it answered 503");
    expect(await reason({ body: "<html>" })).toBe("the answer is not one of HCP Terraform");
    expect(await reason({ body: { data: {} } })).toBe("the answer is not one of HCP Terraform");
    expect((await mode({}, AbortSignal.abort()))[0]).toEqual({ ok: false, reason: "interrupted" });
  });
});

describe("hcpToken", () => {
  it("reads the token from the host's variable, or from the file of terraform login", () => {
    const home = mkdtempSync(join(tmpdir(), "hcp-"));
    try {
      const host = "tfe.my-company.example";
      expect(hcpToken(host, { TF_TOKEN_tfe_my__company_example: "a" }, home)).toBe("a");
      expect(hcpToken(host, {}, home)).toBeUndefined();
      mkdirSync(join(home, ".terraform.d"));
      const file = join(home, ".terraform.d", "credentials.tfrc.json");
      writeFileSync(file, JSON.stringify({ credentials: { [host]: { token: "b" } } }));
      expect(hcpToken(host, {}, home)).toBe("b");
      expect(hcpToken("app.terraform.io", {}, home)).toBeUndefined();
      writeFileSync(file, "not JSON");
      expect(hcpToken(host, {}, home)).toBeUndefined();
    } finally {
      rmSync(home, { recursive: true });
    }
  });
});
