/**
 * Finds resources that a lost run created and did not record. Changes nothing in AWS or in the cluster.
 *
 * 1. Take every resource that the plan would create.
 * 2. Look for it in AWS or in the cluster, by its row in the adopt table.
 * 3. Classify it (`Ownership`): resources that are provably owned are imported, all others are only reported.
 * 4. Plan again with the imports and start over, until a plan finds nothing more: the id of an adopted VPC is what
 *    its subnets are found by.
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

interface About {
  readonly address: string;
  readonly type: string;
  readonly why: string;
}

/** What became of each candidate. */
export interface AdoptResult {
  readonly imports: readonly Import[];
  /** Owned, but it blocks the apply and cannot be imported. `kubectl` with the arguments `clear` ends that. */
  readonly conflicting: readonly (About & { readonly found: string; readonly clear: readonly string[] })[];
  /** Owned, and still being created or deleted: look again later. */
  readonly transitioning: readonly (About & { readonly found: string })[];
  /** Exists, but ownership is not proven: the user decides. */
  readonly ambiguous: readonly (About & { readonly found: readonly string[] })[];
  /** Not searchable before the resource that it depends on exists or is adopted. */
  readonly undecided: readonly About[];
  /** The search failed, so whether it exists is unknown. */
  readonly failed: readonly About[];
  /** Does not exist, or the apply overwrites it without harm. */
  readonly toCreate: readonly string[];
}

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
 * @param plan plans with these import blocks
 * @param take imports one resource at once, by `terraform import` and `fixUpState`. Without it such a resource is
 * reported as ambiguous, because an import block would have it replaced
 * @returns imports that remain to be made by import blocks
 */
export async function adopt(
  plan: (imports: readonly Import[]) => Promise<TerraformPlan>,
  context: Omit<AdoptContext, "recorded">,
  take?: (taken: FixedUpImport) => Promise<void>,
): Promise<AdoptResult> {
  const blocks: Import[] = [];
  const taken = new Set<string>();
  for (;;) {
    const { candidates, recorded } = readPlan(await plan(blocks));
    const result = await findExisting(candidates, { ...context, recorded });
    const toFixUp = result.imports.filter(needsFixup).filter(({ to }) => !taken.has(to));
    const added = result.imports.filter(
      (each) => !needsFixup(each) && !blocks.some(({ to }) => to === each.to),
    );
    blocks.push(...added);
    // A plan that still creates a resource after its import would never end.
    if (added.length === 0 && (take === undefined || toFixUp.length === 0)) {
      return { ...result, imports: blocks, ambiguous: [...result.ambiguous, ...toFixUp.map(withoutFixup)] };
    }
    for (const each of toFixUp) {
      await take?.(each);
      taken.add(each.to);
    }
  }
}

function needsFixup(found: Import): found is FixedUpImport {
  return found.fixup !== undefined;
}

function withoutFixup({ to: address, type, id }: FixedUpImport): AdoptResult["ambiguous"][number] {
  return { address, type, found: [id], why: "an import block would have it replaced" };
}

/** Content of a file next to the stack's JSON, to be removed after the apply. */
export function importFile(imports: readonly Import[]): string {
  return `${JSON.stringify({ import: imports.map(({ to, id }) => ({ to, id })) }, null, 2)}\n`;
}

async function findOne(search: Search): Promise<Finding> {
  const { candidate } = search;
  const row = adoptTable.get(candidate.type);
  if (row === undefined) {
    return { candidate, ownership: { is: "failed", why: `no search is known for ${candidate.type}` } };
  }
  if (row.how !== "find") return { candidate, ownership: { is: "absent" } };
  try {
    return { candidate, ownership: await row.find(search) };
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { candidate, ownership: { is: "failed", why } };
  }
}

/** If two candidates claim the same resource, neither claim is certain. */
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
    const why = "more than one resource of the plan could be it";
    return { candidate, ownership: { is: "ambiguous", found: [ownership.id], why } };
  });
}

function resultOf(findings: readonly Finding[]): AdoptResult {
  const of = <Is extends Finding["ownership"]["is"], T>(
    is: Is,
    row: (candidate: Candidate, ownership: Extract<Finding["ownership"], { is: Is }>) => T,
  ): readonly T[] =>
    findings.flatMap(({ candidate, ownership }) => (isOf(ownership, is) ? [row(candidate, ownership)] : []));
  const about = ({ address, type }: Candidate, { why }: { readonly why: string }): About => {
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
