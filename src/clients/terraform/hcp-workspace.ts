/**
 * Reads the execution mode of a workspace of HCP Terraform or Terraform Enterprise: `local` runs Terraform on this machine,
 * `remote` on HashiCorp's machines, `agent` on machines of the organization.
 *
 * Sources: hashicorp/go-tfe workspace.go (ExecutionMode) and organization.go (DefaultExecutionMode); Terraform
 * documentation, "CLI Configuration File", "Credentials" (2026-11).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Environment } from "../../config/environment";
import { messageOf } from "../system/error-message";
import { exchange } from "../system/exchange";

/** For one call, including its answer. */
const timeoutMilliseconds = 10_000;

interface HcpConnection {
  /** `https://` and the host. */
  readonly origin: string;
  readonly organization: string;
  readonly token: string;
  /** HTTPS_PROXY and NO_PROXY, as Terraform reads them. */
  readonly env: Environment;
  readonly signal?: AbortSignal;
}

export type ExecutionMode =
  | { readonly ok: true; readonly exists: boolean; readonly mode: string }
  | { readonly ok: false; readonly reason: string };

const credentialsSchema = z.object({ credentials: z.record(z.string(), z.object({ token: z.string() })) });
const workspaceSchema = z.object({
  data: z.object({ attributes: z.object({ "execution-mode": z.string() }) }),
});
const organizationSchema = z.object({
  data: z.object({ attributes: z.object({ "default-execution-mode": z.string() }) }),
});

/** The token that Terraform would use: from its variable, or from the file of `terraform login`. */
export function hcpToken(hostname: string, env: Environment, home: string): string | undefined {
  const variable = env[`TF_TOKEN_${hostname.replaceAll("-", "__").replaceAll(".", "_")}`];
  if (variable !== undefined && variable !== "") return variable;
  try {
    const text = readFileSync(join(home, ".terraform.d", "credentials.tfrc.json"), "utf8");
    const { credentials } = credentialsSchema.parse(JSON.parse(text));
    return Object.hasOwn(credentials, hostname) ? credentials[hostname]?.token : undefined;
  } catch {
    return undefined;
  }
}

/** For a workspace that does not exist, the organization's default, which a new workspace gets. Never throws. */
export async function executionMode(hcp: HcpConnection, workspace: string): Promise<ExecutionMode> {
  try {
    const organization = `/organizations/${encodeURIComponent(hcp.organization)}`;
    const own = await get(
      hcp,
      `${organization}/workspaces/${encodeURIComponent(workspace)}`,
      workspaceSchema,
    );
    if (own !== undefined) return { ok: true, exists: true, mode: own.data.attributes["execution-mode"] };
    const all = await get(hcp, organization, organizationSchema);
    if (all === undefined) return { ok: false, reason: `there is no organization ${hcp.organization}` };
    return { ok: true, exists: false, mode: all.data.attributes["default-execution-mode"] };
  } catch (error) {
    return { ok: false, reason: hcp.signal?.aborted === true ? "interrupted" : reasonOf(error) };
  }
}

/** @returns undefined for a 404: the object does not exist, or the token may not see it */
async function get<T>(hcp: HcpConnection, path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const { origin, token, env, signal } = hcp;
  const { status, text = "" } = await exchange(
    new URL(`${origin}/api/v2${path}`),
    { env },
    {
      ...{ method: "GET", headers: { Authorization: `Bearer ${token}` } },
      ...{ timeoutMilliseconds, maxBytes: 1024 * 1024, signal },
    },
  );
  if (status === 404) return undefined;
  if (status === 401) throw new Error("it does not accept the token");
  if (status < 200 || status >= 300) throw new Error(`it answered ${status}`);
  const answer: unknown = JSON.parse(text);
  return schema.parse(answer);
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return "the answer is not one of HCP Terraform";
  }
  return messageOf(error);
}
