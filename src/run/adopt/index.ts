/**
 * Finds what a lost run has created and not recorded: of everything that a plan would create, what exists already and
 * is ours. Only what is ours without doubt is imported; the rest is told. Nothing is changed.
 */
import type { AwsAccess } from "../../clients/aws/aws-access";
import type { TerraformPlan } from "../../clients/terraform/plan-json";
import { awsClients } from "./aws-clients";
import { readPlan, type Candidate } from "./candidate";
import type { Kubernetes } from "./kubernetes";
import { repairsOf, type Repair } from "./import-fixups";
import { adoptTable } from "./types";
import type { Search, Verdict } from "./ownership";

export { readPlan, type Candidate } from "./candidate";
export { repairState, type Repair } from "./import-fixups";
export { kubectl, type Kubernetes } from "./kubernetes";

interface AdoptContext {
  /** The cluster's. */
  readonly name: string;
  readonly access: AwsAccess;
  /** @default the cluster is not asked, and what is in it stays undecided */
  readonly kubernetes?: Kubernetes;
  /** What the state has, as `type id`. @default nothing */
  readonly recorded?: ReadonlySet<string>;
}

export interface Import {
  readonly to: string;
  readonly type: string;
  readonly id: string;
  readonly because: string;
  /** To be set in the state right after the import, which must then be a command: see `repairState`. */
  readonly repair?: Repair["attributes"];
}

interface About {
  readonly address: string;
  readonly type: string;
  readonly why: string;
}

export interface AdoptResult {
  readonly imports: readonly Import[];
  /** Ours, and to be removed before the apply, which makes it anew: `kubectl` with these arguments does. */
  readonly inTheWay: readonly (About & { readonly found: string; readonly remove: readonly string[] })[];
  /** Ours, and still coming or going: ask again. */
  readonly unsettled: readonly (About & { readonly found: string })[];
  /** Found, but not certainly ours: for the user to decide. */
  readonly listed: readonly (About & { readonly found: readonly string[] })[];
  /** What would tell it is not known yet. Nothing to find where what it depends on does not exist. */
  readonly undecided: readonly About[];
  /** Could not be asked: whether it exists is open. */
  readonly failed: readonly About[];
  /** Does not exist, or is created again without harm: the apply's. */
  readonly toCreate: readonly string[];
}

interface Judged {
  readonly candidate: Candidate;
  readonly verdict: Verdict | { readonly is: "failed"; readonly why: string };
}

export async function findExisting(
  candidates: readonly Candidate[],
  { name, access, kubernetes, recorded = new Set() }: AdoptContext,
): Promise<AdoptResult> {
  const aws = awsClients(access);
  const judged: Judged[] = [];
  // One after the other: AWS slows those down who ask for many things at once.
  for (const candidate of candidates) {
    judged.push(await judge({ candidate, cluster: name, recorded, aws, kubernetes }));
  }
  return sorted(withoutRivals(judged));
}

/** An import that has to be repaired, with what it needs. */
export type RepairedImport = Import & Required<Pick<Import, "repair">>;

/**
 * Plans, finds, and plans again with what was found, until nothing more is: what an adopted VPC is called tells its
 * subnets.
 * @param plan plans with these imports
 * @param take takes one into the state at once, by `terraform import` and `repairState`. Without it such a thing is
 * listed: an import block would have it destroyed
 * @returns imports that are left to be made by blocks
 */
export async function adopt(
  plan: (imports: readonly Import[]) => Promise<TerraformPlan>,
  context: Omit<AdoptContext, "recorded">,
  take?: (taken: RepairedImport) => Promise<void>,
): Promise<AdoptResult> {
  const blocks: Import[] = [];
  const taken = new Set<string>();
  for (;;) {
    const { candidates, recorded } = readPlan(await plan(blocks));
    const result = await findExisting(candidates, { ...context, recorded });
    const repaired = result.imports.filter(needsRepair).filter(({ to }) => !taken.has(to));
    const added = result.imports.filter(
      (each) => !needsRepair(each) && !blocks.some(({ to }) => to === each.to),
    );
    blocks.push(...added);
    // A plan that still creates what it was told to import would do so for ever.
    if (added.length === 0 && (take === undefined || repaired.length === 0)) {
      return { ...result, imports: blocks, listed: [...result.listed, ...repaired.map(listedImport)] };
    }
    for (const each of repaired) {
      await take?.(each);
      taken.add(each.to);
    }
  }
}

function needsRepair(found: Import): found is RepairedImport {
  return found.repair !== undefined;
}

function listedImport({ to: address, type, id }: RepairedImport): AdoptResult["listed"][number] {
  return { address, type, found: [id], why: "an import by a block would have it replaced" };
}

/** For a file of its own beside the stack's JSON, to be removed after the apply. */
export function importFile(imports: readonly Import[]): string {
  return `${JSON.stringify({ import: imports.map(({ to, id }) => ({ to, id })) }, null, 2)}\n`;
}

async function judge(search: Search): Promise<Judged> {
  const { candidate } = search;
  const row = adoptTable.get(candidate.type);
  if (row === undefined) {
    return { candidate, verdict: { is: "failed", why: `how to find a ${candidate.type} is not known` } };
  }
  if (row.how !== "find") return { candidate, verdict: { is: "absent" } };
  try {
    return { candidate, verdict: await row.find(search) };
  } catch (error) {
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { candidate, verdict: { is: "failed", why } };
  }
}

/** Two that claim one thing: neither is certain. */
function withoutRivals(judged: readonly Judged[]): readonly Judged[] {
  const claims = new Map<string, number>();
  const claim = ({ candidate: { type }, verdict }: Judged) =>
    verdict.is === "ours" ? `${type} ${verdict.id}` : undefined;
  for (const each of judged) {
    const key = claim(each);
    if (key !== undefined) claims.set(key, (claims.get(key) ?? 0) + 1);
  }
  return judged.map((each): Judged => {
    const { candidate, verdict } = each;
    if (verdict.is !== "ours" || claims.get(claim(each) ?? "") === 1) return each;
    const why = "more than one resource of the plan could be it";
    return { candidate, verdict: { is: "doubtful", found: [verdict.id], why } };
  });
}

function sorted(judged: readonly Judged[]): AdoptResult {
  const of = <T>(pick: (candidate: Candidate, verdict: Judged["verdict"]) => readonly T[]): readonly T[] =>
    judged.flatMap(({ candidate, verdict }) => pick(candidate, verdict));
  const about = ({ address, type }: Candidate, why: string): About => ({ address, type, why });
  return {
    imports: of((candidate, verdict) =>
      verdict.is === "ours" ? [importOf(candidate, verdict.id, verdict.because)] : [],
    ),
    inTheWay: of((candidate, verdict) =>
      verdict.is === "in the way"
        ? [{ ...about(candidate, verdict.why), found: verdict.found, remove: verdict.remove }]
        : [],
    ),
    unsettled: of((candidate, verdict) =>
      verdict.is === "unsettled" ? [{ ...about(candidate, verdict.why), found: verdict.found }] : [],
    ),
    listed: of((candidate, verdict) =>
      verdict.is === "doubtful" ? [{ ...about(candidate, verdict.why), found: verdict.found }] : [],
    ),
    undecided: of((candidate, verdict) =>
      verdict.is === "undecided" ? [about(candidate, verdict.why)] : [],
    ),
    failed: of((candidate, verdict) => (verdict.is === "failed" ? [about(candidate, verdict.why)] : [])),
    toCreate: of(({ address }, verdict) => (verdict.is === "absent" ? [address] : [])),
  };
}

function importOf(candidate: Candidate, id: string, because: string): Import {
  const repair = repairsOf(candidate);
  return {
    ...{ to: candidate.address, type: candidate.type, id, because },
    ...(repair !== undefined && { repair }),
  };
}
