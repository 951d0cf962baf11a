/**
 * Reconciles the state of one stack with what exists, after a Terraform was lost in the middle of a change.
 *
 * 1. Plan, and look for every resource that the plan would create.
 * 2. A resource that is provably owned by this cluster is adopted: an import block for a deploy, `terraform import`
 *    for a destroy. A resource that is still being created or deleted is waited for.
 * 3. An owned object that cannot be imported and blocks the apply is deleted, and the apply creates it again; or it is
 *    marked, and the apply takes it over.
 * 4. An existing resource that may have another owner ends the stack, with its name: the user decides.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../clients/system/error-message";
import { temporaryKubeconfig } from "../clients/kubernetes/kubeconfig";
import { parsePlan, type TerraformPlan } from "../clients/terraform/plan-json";
import {
  adopt,
  findExisting,
  importFile,
  kubectl,
  plannedTags,
  readPlan,
  fixUpState,
  type AdoptResult,
  type Import,
  type FixedUpImport,
} from "./adopt";
import { accessOf, type StackSession } from "./context";
import { isOwnerTagged } from "../config/resource-names";
import type { StepFailure } from "./outcome";

/** Terraform reads it with the stack's JSON; it is removed when the stack is done. */
const adoptionFile = "glrunner-adopt.tf.json";
/** A cluster takes up to a quarter of an hour to be created or deleted. */
const patience = { looks: 120, everySeconds: 10 } as const;

type Reconciled =
  | {
      readonly ok: true;
      /** For a deploy: the plan that adopts what was found. */
      readonly planned?: AdoptionPlan;
    }
  | StepFailure;

/** A plan in the stack's own plan file, as if it were made now. */
interface AdoptionPlan {
  readonly changes: boolean;
  /** The plan in Terraform's JSON. */
  readonly text: string;
}

export async function reconcile(stack: StackSession, destroys: boolean): Promise<Reconciled> {
  try {
    const { found, planned } = await searchUntilStable(stack);
    const open = [...found.ambiguous, ...found.failed, ...found.transitioning];
    if (open.length > 0) return undecided(open);
    for (const { clear } of found.conflicting) await runKubectl(stack, clear);
    if (!destroys) return { ok: true, planned };
    // A destroy does not read import blocks.
    forgetAdoption(stack);
    for (const { to, id } of found.imports) await stack.terraform.import(to, id);
    return { ok: true };
  } catch (error) {
    return {
      ok: false,
      code: "reconcile-undecided",
      errors: [messageOf(error)],
      fix: "fix it, then run glrunner resume",
    };
  }
}

/** Types without a unique name: AWS creates a second one without an error, which would begin a second network. */
const unnamedTypes: readonly string[] = ["aws_vpc", "aws_eip"];

/** Whether the plan would create a second one of what exists with this cluster's tags and no state records. */
export async function foundUnrecorded(stack: StackSession, plan: TerraformPlan): Promise<boolean> {
  const { candidates, recorded } = readPlan(plan);
  const { name } = stack.run.config;
  // Without the owner tags in the plan nothing could be proven.
  const unnamed = candidates.filter(
    (each) => unnamedTypes.includes(each.type) && isOwnerTagged(plannedTags(each) ?? {}, name),
  );
  if (unnamed.length === 0) return false;
  const { imports, ambiguous, failed } = await findExisting(unnamed, {
    name,
    access: accessOf(stack.run),
    recorded,
  });
  const found = [...imports.map(({ id }) => id), ...ambiguous.flatMap((each) => each.found)];
  if (found.length > 0) {
    const why = `resources with the tags of cluster ${name} exist that the state does not record: ${found.join(", ")}`;
    stack.emit({ kind: "waiting", why, fix: "the next plan adopts them instead of creating new ones" });
  }
  return found.length > 0 || failed.length > 0;
}

/** Removes the import blocks, which would be part of the next plan otherwise. */
export function forgetAdoption({ folder }: StackSession): void {
  rmSync(join(folder, adoptionFile), { force: true });
}

interface Search {
  readonly found: AdoptResult;
  readonly planned: AdoptionPlan;
}

/** Searches again while an owned resource is still being created or deleted. */
async function searchUntilStable(stack: StackSession): Promise<Search> {
  const { pause, signal } = stack.run;
  for (let look = 1; ; look += 1) {
    const result = await search(stack);
    const [moving] = result.found.transitioning;
    if (moving === undefined || look > patience.looks || signal.aborted) return result;
    stack.emit({ kind: "waiting", why: `${moving.address}: ${moving.why}`, fix: "wait" });
    await pause(patience.everySeconds);
  }
}

/** @throws what Terraform reported when it could not plan */
async function search(stack: StackSession): Promise<Search> {
  const { terraform, planFile, run } = stack;
  const { config, env, folder: cwd, execute } = run;
  let last: AdoptionPlan = { changes: false, text: "" };
  const plan = async (imports: readonly Import[]) => {
    if (imports.length > 0) writeFileSync(join(stack.folder, adoptionFile), importFile(imports));
    const planned = await terraform.plan(planFile);
    if (!planned.ok) throw new Error(planned.errors.join("\n"));
    last = { changes: planned.changes, text: await terraform.show(planFile) };
    return parsePlan(last.text);
  };
  forgetAdoption(stack);
  const kubeconfig = await temporaryKubeconfig(run);
  try {
    const kubernetes = kubeconfig && kubectl({ kubeconfig: kubeconfig.path, env, cwd, execute });
    const where = {
      name: config.name,
      access: accessOf(run),
      ...(kubernetes !== undefined && { kubernetes }),
    };
    const found = await adopt(plan, where, (each) => importFixedUp(stack, each));
    return { found, planned: last };
  } finally {
    kubeconfig?.remove();
  }
}

/** Imports a resource of which the provider does not read an attribute back, and sets that attribute in the state. */
async function importFixedUp(stack: StackSession, { to, id, fixup }: FixedUpImport): Promise<void> {
  const { terraform, run } = stack;
  await terraform.import(to, id);
  const file = join(run.folder, `${stack.name}.fixup.tfstate`);
  try {
    const fixed = fixUpState(await terraform.pull(), [{ to, attributes: fixup }]);
    writeFileSync(file, fixed, { mode: 0o600 });
    await terraform.push(file);
  } finally {
    rmSync(file, { force: true });
  }
}

async function runKubectl({ run }: StackSession, args: readonly string[]): Promise<void> {
  const kubeconfig = await temporaryKubeconfig(run);
  if (kubeconfig === undefined) throw new Error("the cluster whose objects should be deleted does not exist");
  try {
    const command = ["kubectl", "--kubeconfig", kubeconfig.path, ...args] as const;
    const { status, stderr } = await run.execute(command, { cwd: run.folder, env: run.env });
    if (status !== 0) throw new Error(stderr.trim());
  } finally {
    kubeconfig.remove();
  }
}

interface OpenQuestion {
  readonly address: string;
  readonly why: string;
  /** What exists, by id or name. @default unknown */
  readonly found?: string | readonly string[];
}

function undecided(open: readonly OpenQuestion[]): Reconciled {
  return {
    ok: false,
    code: "reconcile-undecided",
    errors: open.map(({ address, why, found = [] }) => {
      const what = typeof found === "string" ? found : found.join(", ");
      return `${address}${what === "" ? "" : ` may be ${what}`}: ${why}`;
    }),
    fix: "delete what you do not need, or import it (terraform import, in the stack's folder); then run glrunner resume",
  };
}
