/** Checks whether Terraform can use the state: its owner, and whether its backend runs the commands on this machine. */
import type { Config } from "../config";
import type { Environment } from "../config/environment";
import { singleStack, stages } from "../config/stages";
import { executionMode, hcpToken, type ExecutionMode } from "../clients/terraform/hcp-workspace";
import { findingsOf, type Finding } from "./finding";
import type { StateProblem } from "./options";

const finding = findingsOf("state");
const modes = "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings#execution-mode";

interface StateQuestion {
  readonly config: Config;
  readonly env: Environment;
  readonly home: string;
  readonly stateProblem: StateProblem | undefined;
  readonly offline: boolean;
  readonly signal?: AbortSignal;
}

/** Findings about the state. */
export async function stateFindings(question: StateQuestion): Promise<readonly Finding[]> {
  return [...owner(question.stateProblem), ...(await execution(question))];
}

/** A state of another cluster stops every command. Without a readable state, some checks have no result. */
function owner(problem: StateProblem | undefined): readonly Finding[] {
  if (problem === undefined) return [];
  const { message, fix } = problem;
  return fix === undefined
    ? [finding("unknown", "readable", `the state could not be read: ${message}`)]
    : [finding("error", "owner", message, { fix })];
}

async function execution(question: StateQuestion): Promise<readonly Finding[]> {
  const { config, env, home, offline, signal } = question;
  const { state, layout } = config;
  if (state.backend !== "remote" || offline) return [];
  const { hostname, organization, workspacePrefix } = state;
  const token = hcpToken(hostname, env, home);
  if (token === undefined) {
    const what = `the execution mode of the workspaces is not known: there is no token for ${hostname}`;
    return [finding("unknown", "execution", what, { fix: `terraform login ${hostname}`, source: modes })];
  }
  const hcp = { origin: `https://${hostname}`, organization, token, env, signal };
  const names = (layout === "single" ? [singleStack] : stages).map((stack) => `${workspacePrefix}${stack}`);
  const found = await Promise.all(
    names.map(async (name) => ({ name, mode: await executionMode(hcp, name) })),
  );
  return found.map(({ name, mode }) => executionFinding(name, mode, organization));
}

/** HCP Terraform cannot save a plan that it makes remotely, so nobody could approve it. Error text: the catalogue's `remote-execution`. */
export function executionFinding(workspace: string, mode: ExecutionMode, organization: string): Finding {
  const id = `execution.${workspace}` as const;
  const source = { source: modes };
  if (!mode.ok) {
    const what = `the execution mode of workspace ${workspace} is not known: ${mode.reason}`;
    return finding("unknown", id, what, source);
  }
  if (mode.mode === "local")
    return finding("ok", id, `workspace ${workspace} runs Terraform locally`, source);
  const what = mode.exists
    ? `workspace ${workspace} has the execution mode ${mode.mode}, and Terraform then saves no plan`
    : `workspace ${workspace} does not exist; organization ${organization} would give it the execution mode ${mode.mode}, and Terraform then saves no plan`;
  const fix = mode.exists
    ? `set the execution mode of workspace ${workspace} to local`
    : `set the default execution mode of organization ${organization} to local, or create workspace ${workspace} with the mode local`;
  return finding("error", id, what, { fix, ...source });
}
