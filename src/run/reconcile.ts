/**
 * Reconciles the state of one stack with what exists, after a Terraform was lost in the middle of a change.
 *
 * 1. Plan, and look for every resource that the plan would create.
 * 2. Adopt a resource that this cluster provably owns: with an import block for a deploy, with `terraform import` for a
 *    destroy. Wait for a resource that is still being created or deleted.
 * 3. Delete an owned object that cannot be imported and blocks the apply, which then creates it again. Or mark it, and
 *    the apply takes it over.
 * 4. Fail the stack if an existing resource may have another owner. The user decides about it.
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

/** File of import blocks, which Terraform reads with the stack's JSON. The run removes it when the stack is done. */
const adoptionFile = "glrunner-adopt.tf.json";
/** AWS takes up to 15 minutes to create or delete a cluster. */
const patience = { looks: 120, everySeconds: 10 } as const;

type Reconciled =
  | {
      readonly ok: true;
      /** For a deploy: the plan with the imports. */
      readonly planned?: AdoptionPlan;
    }
  | StepFailure;

/** A plan in the stack's own plan file, as if it were made now. */
interface AdoptionPlan {
  readonly changes: boolean;
  /** The plan in Terraform's JSON. */
  readonly text: string;
}

/** Reconciles the stack. A deploy then applies the returned plan. */
export async function reconcile(stack: StackSession, destroys: boolean): Promise<Reconciled> {
  try {
    const { found, planned } = await searchUntilStable(stack);
    const undecided = [...found.ambiguous, ...found.failed, ...found.transitioning];
    if (undecided.length > 0) return undecidedFailure(undecided);
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

/** Types without a unique name: AWS creates a second resource without an error, and so a second network. */
const unnamedTypes: readonly string[] = ["aws_vpc", "aws_eip"];

/** Whether the plan would create a resource a second time that exists with this cluster's tags, but in no state. */
export async function foundUnrecorded(stack: StackSession, plan: TerraformPlan): Promise<boolean> {
  const { candidates, recorded } = readPlan(plan);
  const { name } = stack.run.config;
  // Without planned owner tags nothing proves ownership.
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

/** Removes the import blocks, which would otherwise be part of the next plan. */
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
    const [transitioning] = result.found.transitioning;
    if (transitioning === undefined || look > patience.looks || signal.aborted) return result;
    stack.emit({ kind: "waiting", why: `${transitioning.address}: ${transitioning.why}`, fix: "wait" });
    await pause(patience.everySeconds);
  }
}

/** @throws the errors of Terraform if it cannot plan */
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

/** Imports a resource, and sets the attributes in the state that the provider does not read from AWS. */
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
  if (kubeconfig === undefined)
    throw new Error("the cluster whose objects block the apply does not exist any more");
  try {
    const command = ["kubectl", "--kubeconfig", kubeconfig.path, ...args] as const;
    const { status, stderr } = await run.execute(command, { cwd: run.folder, env: run.env });
    if (status !== 0) throw new Error(stderr.trim());
  } finally {
    kubeconfig.remove();
  }
}

/** A resource that the user must decide about. */
interface UndecidedResource {
  readonly address: string;
  readonly why: string;
  /** What exists, by id or name. @default unknown */
  readonly found?: string | readonly string[];
}

function undecidedFailure(resources: readonly UndecidedResource[]): Reconciled {
  return {
    ok: false,
    code: "reconcile-undecided",
    errors: resources.map(({ address, why, found = [] }) => {
      const what = typeof found === "string" ? found : found.join(", ");
      return `${address}${what === "" ? "" : ` may be ${what}`}: ${why}`;
    }),
    fix: "delete the resource if you do not need it, or import it with `terraform import` in the stack's folder; then run `glrunner resume`",
  };
}
