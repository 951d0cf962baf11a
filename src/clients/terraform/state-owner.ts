/**
 * Finds the owner of a state: the name of the cluster, its Region and its account, from the state alone.
 *
 * 1. In version set `current`, the Region guard of every stage records all three.
 * 2. In states of earlier versions and of the published example, resources show them: the name of the EKS cluster,
 *    references to that name, the owner tag, and the Region and the account in ARNs.
 * 3. The tag of the published example and the name of a runner manager in GitLab count only if nothing else names the
 *    cluster, because users set them themselves.
 * A state without any of these has no owner yet.
 */
import * as z from "zod";
import { backends } from "../../config/backends";
import { managerLabel, ownerTag, publishedOwnerTag } from "../../config/resource-names";
import type { Config } from "../../config/config";
import type { Environment } from "../../config/environment";
import { callerIdentity } from "../aws/aws-access";
import { isEmulated } from "../aws/emulation";
import { managedResources, type StateDocument, type StateResource } from "./state-document";

interface Owner {
  /** The cluster's name. */
  readonly name: string;
  readonly region: string;
  /** Account id, twelve digits. @default the account is not compared */
  readonly account?: string;
}

interface OtherOwner {
  readonly what: "cluster" | "Region" | "account";
  /** The owner in the state. */
  readonly found: string;
  /** The expected owner. */
  readonly own: string;
  /** Address of the resource that shows the owner. */
  readonly address: string;
}

interface Evidence {
  readonly what: OtherOwner["what"];
  readonly value: string;
  readonly address: string;
}

/** Undefined if nothing in the state belongs to another cluster, Region or account. */
export function otherOwner(state: StateDocument, own: Owner): OtherOwner | undefined {
  const expected = { cluster: own.name, Region: own.region, account: own.account } as const;
  for (const { what, value, address } of allEvidence(state)) {
    const wanted = expected[what];
    if (wanted !== undefined && value !== wanted) return { what, found: value, own: wanted, address };
  }
  return undefined;
}

function allEvidence(state: StateDocument): Evidence[] {
  const resources = managedResources(state);
  const certain = resources.flatMap(evidenceOf);
  if (certain.some(({ what }) => what === "cluster")) return certain;
  return [...certain, ...resources.flatMap(publishedTag), ...resources.flatMap(managerNames)];
}

/**
 * The same, including the account of the environment's credentials. It calls AWS only if the state names an account. If
 * AWS refuses the credentials, the account is not compared: Terraform gets the same error and reports it.
 */
export async function otherOwnerFor(
  state: StateDocument,
  { name, region }: Pick<Config, "name" | "region">,
  env: Environment,
): Promise<OtherOwner | undefined> {
  const other = otherOwner(state, { name, region });
  // AWS does not know the emulator's key.
  const canAsk = !isEmulated(env) || env.AWS_ENDPOINT_URL !== undefined;
  if (other !== undefined || !canAsk || !allEvidence(state).some(({ what }) => what === "account"))
    return other;
  const account = (await callerIdentity(region, env))?.split(":")[4];
  return account === undefined ? undefined : otherOwner(state, { name, region, account });
}

const text = z.string().min(1).optional().catch(undefined);
const tags = z.record(z.string(), z.unknown()).nullish().catch(undefined);
const attributesSchema = z.object({ name: text, cluster_name: text, arn: text, tags, tags_all: tags });
const guardSchema = z.object({
  input: z.object({ value: z.object({ cluster: text, region: text, account: text }) }),
});

function evidenceOf(resource: StateResource): Evidence[] {
  const address = addressOf(resource);
  const found = (what: Evidence["what"], value: unknown): Evidence[] =>
    typeof value === "string" && value !== "" ? [{ what, value, address }] : [];
  return attributesOf(resource).flatMap((attributes) => {
    if (address === "terraform_data.region") {
      const guard = guardSchema.safeParse(attributes).data?.input.value;
      return [
        ...found("cluster", guard?.cluster),
        ...found("Region", guard?.region),
        ...found("account", guard?.account),
      ];
    }
    const read = attributesSchema.safeParse(attributes).data;
    if (read === undefined || !resource.type.startsWith("aws_")) return [];
    const [, region, account] = /^arn:[\w-]+:[\w-]+:([\w-]*):(\d{12}):/.exec(read.arn ?? "") ?? [];
    return [
      ...(resource.type === "aws_eks_cluster" ? found("cluster", read.name) : []),
      ...(resource.type.startsWith("aws_eks_") ? found("cluster", read.cluster_name) : []),
      ...found("cluster", read.tags_all?.[ownerTag] ?? read.tags?.[ownerTag]),
      ...found("Region", region),
      ...found("account", account),
    ];
  });
}

function publishedTag(resource: StateResource): Evidence[] {
  return attributesOf(resource).flatMap((attributes) => {
    const value = attributesSchema.safeParse(attributes).data?.tags?.[publishedOwnerTag];
    return typeof value === "string" ? [{ what: "cluster", value, address: addressOf(resource) }] : [];
  });
}

const releaseSchema = z.object({
  name: z.string(),
  chart: z.literal("gitlab-runner"),
  values: z.array(z.string()),
});

/** The cluster in the name of a runner manager, which is `<cluster>-<release>`. */
function managerNames(resource: StateResource): Evidence[] {
  return attributesOf(resource).flatMap((attributes) => {
    const { name, values = [] } = releaseSchema.safeParse(attributes).data ?? {};
    return values.flatMap((each) => {
      const full = /^runners:\n(?: .*\n)*? {2}name: "?([\w.-]+)"?$/m.exec(each)?.[1];
      if (name === undefined || full?.endsWith(`-${name}`) !== true || !each.includes(`${managerLabel}: `))
        return [];
      const value = full.slice(0, -name.length - 1);
      return [{ what: "cluster", value, address: addressOf(resource) } as const];
    });
  });
}

const attributesOf = ({ instances }: StateResource): unknown[] =>
  instances.map((instance) => instance.attributes);

const addressOf = ({ module, type, name }: StateResource) =>
  [module, type, name].filter((part) => part !== undefined).join(".");

/**
 * A cluster in another Region needs another name, because names of roles and policies are unique in an account. An
 * adopted cluster (version set `tutorial`) keeps its name: with another name, the first plan would create a second cluster.
 *
 * @returns message and fix
 */
export function otherOwnerText(
  { what, found, own, address }: OtherOwner,
  stack: string,
  place: string,
  { state, versions }: Pick<Config, "state"> & { readonly versions: Pick<Config["versions"], "set"> },
): [string, string] {
  const message = `the state of ${stack} (${place}) belongs to ${what} ${found}, as ${address} shows, and this is ${what} ${own}. Nothing was changed`;
  const key = backends[state.backend].placeKey;
  const isAdopted = versions.set === "tutorial";
  const inRegion = isAdopted
    ? `for the adopted cluster in ${own}, keep its name and set ${key} to the place of its state`
    : `for a new one in ${own}, set another name, and ${key} to a place of its own`;
  const inAccount = isAdopted
    ? `for the adopted cluster in account ${own}, set ${key} to the place of its state`
    : `for a new cluster in account ${own}, set ${key} to a place of its own`;
  const fixes = {
    cluster: `for ${found}, set name: ${found}; for ${own}, set ${key} to ${isAdopted ? "the place of its state" : "a place of its own"}`,
    Region: `for the cluster in ${found}, set region: ${found}; ${inRegion}`,
    account: `use credentials of account ${found}; ${inAccount}`,
  } as const;
  return [message, fixes[what]];
}
