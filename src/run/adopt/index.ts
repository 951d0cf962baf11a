/**
 * Finds resources that a lost run created and did not record. Changes nothing in AWS or in the cluster.
 *
 * 1. Take every resource that the plan would create.
 * 2. Look for it in AWS or in the cluster, by its row in the adopt table.
 * 3. Classify it (`Ownership`): import it if the cluster provably owns it, otherwise only report it.
 * 4. Plan again with the imports and start over, until a plan finds nothing more. The next plan finds more because, for
 *    example, it knows the id of the adopted VPC and can look for its subnets.
 */
import type { AwsAccess } from "../../clients/aws/aws-access";
import type { TerraformPlan } from "../../clients/terraform/plan-json";
import { awsClients } from "./aws-clients";
import { readPlan, type Candidate } from "./candidate";
import type { Kubernetes } from "./kubernetes";
import { fixupsOf, type ImportFixup } from "./import-fixups";
import { adoptTable } from "./types";
import type { Ownership, Search } from "./ownership";

export { plannedTags, readPlan, type Candidate } from "./candidate";
export { fixUpState, type ImportFixup } from "./import-fixups";
export { kubectl, type Kubernetes } from "./kubernetes";

interface AdoptContext {
  /** Name of the cluster. */
  readonly name: string;
  readonly access: AwsAccess;
  /** @default the cluster is not queried, and resources in it stay undecided */
  readonly kubernetes?: Kubernetes;
  /** Resources that the state already has, as `type id`. @default none */
  readonly recorded?: ReadonlySet<string>;
}

/** An owned resource, and the address at which Terraform imports it. */
export interface Import {
  readonly to: string;
  readonly type: string;
  readonly id: string;
  readonly because: string;
  /** Attributes to set in the state after the import, which then has to be a command: see `fixUpState`. */
  readonly fixup?: ImportFixup["attributes"];
}

interface Reported {
  readonly address: string;
  readonly type: string;
  readonly why: string;
}

/** The result of the search for each candidate. */
export interface AdoptResult {
  readonly imports: readonly Import[];
  /** Owned, but it blocks the apply and cannot be imported. `kubectl` with the arguments `clear` removes the conflict. */
  readonly conflicting: readonly (Reported & { readonly found: string; readonly clear: readonly string[] })[];
  /** Owned, and still being created or deleted: look again later. */
  readonly transitioning: readonly (Reported & { readonly found: string })[];
  /** Exists, but ownership is not proven: the user decides. */
  readonly ambiguous: readonly (Reported & { readonly found: readonly string[] })[];
  /** Not searchable before the resource that it depends on exists or is adopted. */
  readonly undecided: readonly Reported[];
  /** The search failed, so whether it exists is unknown. */
  readonly failed: readonly Reported[];
  /** Does not exist, or the apply overwrites it without harm. */
  readonly toCreate: readonly string[];
}

/** The result of the search for one candidate. */
interface Finding {
  readonly candidate: Candidate;
  readonly ownership: Ownership | { readonly is: "failed"; readonly why: string };
}

/** Looks for each candidate once. Searches run one after the other, because AWS throttles parallel describe calls. */
export async function findExisting(
  candidates: readonly Candidate[],
  { name, access, kubernetes, recorded = new Set() }: AdoptContext,
): Promise<AdoptResult> {
  const aws = awsClients(access);
  const findings: Finding[] = [];
  for (const candidate of candidates) {
    findings.push(await findOne({ candidate, cluster: name, recorded, aws, kubernetes }));
  }
  return resultOf(withoutRivals(findings));
}

/** An import that needs its attributes fixed in the state. */
export type FixedUpImport = Import & Required<Pick<Import, "fixup">>;

/**
 * Plans and searches until a plan finds nothing more.
 *
 * @param plan plans with these import blocks
 * @param importNow imports one resource immediately, with `terraform import` and `fixUpState`. Without it the resource is
 * reported as ambiguous, because Terraform would replace it after an import block
 * @returns `imports`: the resources to import with import blocks
 */
export async function adopt(
  plan: (imports: readonly Import[]) => Promise<TerraformPlan>,
  context: Omit<AdoptContext, "recorded">,
  importNow?: (resource: FixedUpImport) => Promise<void>,
): Promise<AdoptResult> {
  const blocks: Import[] = [];
  const imported = new Set<string>();
  for (;;) {
    const { candidates, recorded } = readPlan(await plan(blocks));
    const result = await findExisting(candidates, { ...context, recorded });
    const toFixUp = result.imports.filter(needsFixup).filter(({ to }) => !imported.has(to));
    const added = result.imports.filter(
      (each) => !needsFixup(each) && !blocks.some(({ to }) => to === each.to),
    );
    blocks.push(...added);
    // A resource that a plan still creates after its import is not imported again: the loop would never end.
    if (added.length === 0 && (importNow === undefined || toFixUp.length === 0)) {
      return { ...result, imports: blocks, ambiguous: [...result.ambiguous, ...toFixUp.map(withoutFixup)] };
    }
    for (const each of toFixUp) {
      await importNow?.(each);
      imported.add(each.to);
    }
  }
}

function needsFixup(resource: Import): resource is FixedUpImport {
  return resource.fixup !== undefined;
}

function withoutFixup({ to: address, type, id }: FixedUpImport): AdoptResult["ambiguous"][number] {
  return { address, type, found: [id], why: "Terraform would replace it after an import block" };
}

/** The content of a file of import blocks, to write next to the stack's JSON and to remove after the apply. */
export function importFile(imports: readonly Import[]): string {
  return `${JSON.stringify({ import: imports.map(({ to, id }) => ({ to, id })) }, null, 2)}\n`;
}

async function findOne(search: Search): Promise<Finding> {
  const { candidate } = search;
  const row = adoptTable.get(candidate.type);
  if (row === undefined) {
    return {
      candidate,
      ownership: { is: "failed", why: `glrunner cannot search for resources of type ${candidate.type}` },
    };
  }
  if (row.how !== "find") return { candidate, ownership: { is: "absent" } };
  try {
    return { candidate, ownership: await row.find(search) };
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { candidate, ownership: { is: "failed", why } };
  }
}

/** If two candidates match the same resource, neither match is certain: both become ambiguous. */
function withoutRivals(findings: readonly Finding[]): readonly Finding[] {
  const claims = new Map<string, number>();
  const claim = ({ candidate: { type }, ownership }: Finding) =>
    ownership.is === "owned" ? `${type} ${ownership.id}` : undefined;
  for (const each of findings) {
    const key = claim(each);
    if (key !== undefined) claims.set(key, (claims.get(key) ?? 0) + 1);
  }
  return findings.map((each): Finding => {
    const { candidate, ownership } = each;
    if (ownership.is !== "owned" || claims.get(claim(each) ?? "") === 1) return each;
    const why = "more than one resource of the plan matches it";
    return { candidate, ownership: { is: "ambiguous", found: [ownership.id], why } };
  });
}

function resultOf(findings: readonly Finding[]): AdoptResult {
  const of = <Is extends Finding["ownership"]["is"], T>(
    is: Is,
    row: (candidate: Candidate, ownership: Extract<Finding["ownership"], { is: Is }>) => T,
  ): readonly T[] =>
    findings.flatMap(({ candidate, ownership }) => (isOf(ownership, is) ? [row(candidate, ownership)] : []));
  const about = ({ address, type }: Candidate, { why }: { readonly why: string }): Reported => {
    return { address, type, why };
  };
  return {
    imports: of("owned", (candidate, { id, because }) => importOf(candidate, id, because)),
    conflicting: of("conflicting", (candidate, { found, clear, why }) => ({
      ...about(candidate, { why }),
      found,
      clear,
    })),
    transitioning: of("transitioning", (candidate, { found, why }) => ({
      ...about(candidate, { why }),
      found,
    })),
    ambiguous: of("ambiguous", (candidate, { found, why }) => ({ ...about(candidate, { why }), found })),
    undecided: of("undecided", about),
    failed: of("failed", about),
    toCreate: of("absent", ({ address }) => address),
  };
}

function isOf<Is extends Finding["ownership"]["is"]>(
  ownership: Finding["ownership"],
  is: Is,
): ownership is Extract<Finding["ownership"], { is: Is }> {
  return ownership.is === is;
}

function importOf(candidate: Candidate, id: string, because: string): Import {
  const fixup = fixupsOf(candidate);
  return {
    ...{ to: candidate.address, type: candidate.type, id, because },
    ...(fixup !== undefined && { fixup }),
  };
}
