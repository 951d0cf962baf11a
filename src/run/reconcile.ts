/**
 * Puts right what a lost Terraform left in one stack: what exists but is in no state is adopted. What is ours without
 * doubt is taken, the rest is told.
 */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../clients/system/error-message";
import {
  adopt,
  importFile,
  kubectl,
  repairState,
  type AdoptResult,
  type Import,
  type RepairedImport,
} from "./adopt";
import { runCommand } from "../clients/system/command";
import { accessOf, planFileOf, terraformOf, type RunContext, type RunStack } from "./context";
import { temporaryKubeconfig } from "../clients/kubernetes/kubeconfig";
import {
  terraformImport,
  terraformPlan,
  terraformPull,
  terraformPush,
  terraformShow,
} from "../clients/terraform/terraform";

/** Terraform reads it with the stack's JSON; gone when the stack is done. */
const adoptionFile = "glrunner-adopt.tf.json";
/** What is still coming or going, such as a cluster, is looked at again. */
const patience = { looks: 120, everySeconds: 10 } as const;

type Settled =
  | { readonly ok: true; /** With what was found, for a deploy. */ readonly planned?: AdoptionPlan }
  | { readonly ok: false; readonly errors: readonly string[]; readonly fix: string };

/** Where plans of the stack belong; it says the same as a plan that is made now. */
interface AdoptionPlan {
  readonly changes: boolean;
  /** Terraform's JSON. */
  readonly text: string;
}

export async function settle(context: RunContext, stack: RunStack, destroys: boolean): Promise<Settled> {
  try {
    const { found, planned } = await findAll(context, stack);
    const open = [...found.listed, ...found.failed, ...found.unsettled];
    if (open.length > 0) return undecided(open);
    for (const { remove } of found.inTheWay) await removeByKubectl(context, remove);
    // A destroy does not read import blocks.
    if (destroys) {
      forgetAdoption(stack);
      for (const { to, id } of found.imports) await terraformImport(terraformOf(context, stack), to, id);
      return { ok: true };
    }
    return { ok: true, planned };
  } catch (error) {
    const message = messageOf(error);
    return { ok: false, errors: [message], fix: "mend it, then run glrunner resume" };
  }
}

export function forgetAdoption(stack: RunStack): void {
  rmSync(join(stack.folder, adoptionFile), { force: true });
}

interface Found {
  readonly found: AdoptResult;
  readonly planned: AdoptionPlan;
}

/** Until nothing of ours is on its way any more. */
async function findAll(context: RunContext, stack: RunStack): Promise<Found> {
  for (let look = 1; ; look += 1) {
    const all = await findOnce(context, stack);
    const [coming] = all.found.unsettled;
    if (coming === undefined || look > patience.looks || context.signal.aborted) return all;
    context.tell({
      kind: "waiting",
      stack: stack.name,
      why: `${coming.address}: ${coming.why}`,
      fix: "wait",
    });
    await context.pause(patience.everySeconds);
  }
}

/** @throws what Terraform said when it could not plan */
async function findOnce(context: RunContext, stack: RunStack): Promise<Found> {
  const terraform = terraformOf(context, stack);
  const planFile = planFileOf(context, stack);
  let last: AdoptionPlan = { changes: false, text: "" };
  const plan = async (imports: readonly Import[]): Promise<unknown> => {
    if (imports.length > 0) writeFileSync(join(stack.folder, adoptionFile), importFile(imports));
    const planned = await terraformPlan(terraform, planFile);
    if (!planned.ok) throw new Error(planned.errors.join("\n"));
    last = { changes: planned.changes, text: await terraformShow(terraform, planFile) };
    return JSON.parse(last.text);
  };
  forgetAdoption(stack);
  const kubeconfig = await temporaryKubeconfig(context);
  try {
    const where = {
      name: context.config.name,
      access: accessOf(context),
      ...(kubeconfig !== undefined && {
        kubernetes: kubectl({ kubeconfig: kubeconfig.path, env: context.env, cwd: context.folder }),
      }),
    };
    const found = await adopt(plan, where, (each) => take(context, stack, each));
    return { found, planned: last };
  } finally {
    kubeconfig?.remove();
  }
}

/** What an import block would have replaced: the provider imports it with an attribute that is not so. */
async function take(context: RunContext, stack: RunStack, { to, id, repair }: RepairedImport): Promise<void> {
  const terraform = terraformOf(context, stack);
  await terraformImport(terraform, to, id);
  const file = join(context.folder, `${stack.name}.repair.tfstate`);
  try {
    const repaired = repairState(await terraformPull(terraform), [{ to, attributes: repair }]);
    writeFileSync(file, repaired, { mode: 0o600 });
    await terraformPush(terraform, file);
  } finally {
    rmSync(file, { force: true });
  }
}

async function removeByKubectl(context: RunContext, args: readonly string[]): Promise<void> {
  const kubeconfig = await temporaryKubeconfig(context);
  if (kubeconfig === undefined) throw new Error("the cluster that should be cleaned does not exist");
  try {
    const command = ["kubectl", "--kubeconfig", kubeconfig.path, ...args] as const;
    const { status, stderr } = await runCommand(command, { cwd: context.folder, env: context.env });
    if (status !== 0) throw new Error(stderr.trim());
  } finally {
    kubeconfig.remove();
  }
}

interface Open {
  readonly address: string;
  readonly why: string;
  readonly found?: string | readonly string[];
}

function undecided(open: readonly Open[]): Extract<Settled, { ok: false }> {
  return {
    ok: false,
    errors: open.map(({ address, why, found = [] }) => {
      const what = typeof found === "string" ? found : found.join(", ");
      return `${address}${what === "" ? "" : ` may be ${what}`}: ${why}`;
    }),
    fix: "remove what is not wanted, or import it (terraform import, in the stack's folder); then run glrunner resume",
  };
}
