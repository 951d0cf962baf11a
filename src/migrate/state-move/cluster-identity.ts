/**
 * Reads from the states whether the cluster exists, and the ids that identify its leftover resources in AWS. It works with
 * both layouts and every backend, and needs no provider or module.
 */
import * as z from "zod";
import { singleStack } from "../../config/stages";
import { managedResources, parseState, type StateDocument } from "../../clients/terraform/state-document";
import { otherOwner, otherOwnerText } from "../../clients/terraform/state-owner";
import { MoveStop } from "./problem";
import { stackStates, type SynthesizedConfig } from "./stacks";
import { forAll, openStores, type StoreOptions } from "./store";

/** Ids by which `glrunner sweep` recognizes resources that this cluster left behind in AWS. */
export interface ClusterIdentity {
  readonly vpcId?: string;
  readonly oidcIssuer?: string;
}

export type DeploymentStatus =
  | {
      readonly ok: true;
      /** Whether the network stage has resources. */
      readonly network: boolean;
      /** Whether the cluster stage has resources. */
      readonly deployed: boolean;
      /** Whether a state contains the EKS cluster itself. */
      readonly created: boolean;
      readonly traces: ClusterIdentity;
    }
  | {
      readonly ok: false;
      readonly message: string;
      /** The next step if the states belong to another cluster; undefined if they could not be read. */
      readonly fix?: string;
    };

/** The stages of the network and the cluster; the single layout has one stack for everything. */
const identifyingStacks: readonly string[] = ["vpc", "eks", singleStack];

export async function readDeploymentStatus(
  from: SynthesizedConfig,
  options: StoreOptions,
): Promise<DeploymentStatus> {
  try {
    const stacks = stackStates(from).filter(({ stack }) => identifyingStacks.includes(stack));
    const stores = await openStores(stacks, options);
    try {
      const pulled = await forAll(stores, ({ pull }) => pull());
      for (const [{ stack, place }, state] of pulled) {
        const other = state && otherOwner(state, from.config);
        if (other === undefined) continue;
        const [message, fix] = otherOwnerText(other, stack, place, from.config);
        return { ok: false, message, fix };
      }
      const states = pulled.flatMap(([, state]) => (state === undefined ? [] : [state]));
      const filled = pulled
        .filter(([, state]) => state !== undefined && managedResources(state).length > 0)
        .map(([{ stack }]) => stack);
      return {
        ok: true,
        network: filled.some((stack) => stack !== "eks"),
        deployed: filled.some((stack) => stack !== "vpc"),
        created: states.some((state) =>
          managedResources(state).some(({ type }) => type === "aws_eks_cluster"),
        ),
        traces: states.map(clusterIdentity).reduce((all, own) => ({ ...all, ...own }), {}),
      };
    } finally {
      for (const store of stores) store.close();
    }
  } catch (error) {
    if (error instanceof MoveStop) return { ok: false, message: error.problem.message };
    throw error;
  }
}

/** @param text the text of a state; any other text has no identity */
export function parseClusterIdentity(text: string): ClusterIdentity {
  const parsed = parseState(text);
  return parsed.ok ? clusterIdentity(parsed.state) : {};
}

/** Outputs of a stage come first, since an existing VPC is only there. The single layout has only resources. */
function clusterIdentity(state: StateDocument): ClusterIdentity {
  const vpcId = outputOf(state, "vpc_id") ?? attributesOf(state, "aws_vpc")?.id;
  const oidcIssuer =
    outputOf(state, "oidc_provider") ?? attributesOf(state, "aws_iam_openid_connect_provider")?.url;
  return { ...(vpcId !== undefined && { vpcId }), ...(oidcIssuer !== undefined && { oidcIssuer }) };
}

const outputSchema = z.object({ value: z.string() });

function outputOf({ outputs }: StateDocument, name: string): string | undefined {
  return outputSchema.safeParse(outputs[name]).data?.value;
}

const attributesSchema = z.object({ id: z.string().optional(), url: z.string().optional() });

/** Undefined if the state has no resource of the type. */
function attributesOf(state: StateDocument, type: string): z.output<typeof attributesSchema> | undefined {
  const instances = managedResources(state)
    .filter((resource) => resource.type === type)
    .flatMap((resource) => resource.instances);
  const now = instances.find(({ deposed }) => deposed === undefined);
  return now && (attributesSchema.safeParse(now.attributes).data ?? {});
}
