/**
 * What is in the cluster, and what is nowhere but in the state. The cluster is ours, so an exact name in it is.
 * Import ids: documentation of each type of the helm and kubernetes providers, section Import: `<namespace>/<name>`,
 * or the name of what belongs to no namespace.
 */
import * as z from "zod";
import { textOf } from "../candidate";
import { charts } from "../../../../modules/pins";
import type { Kubernetes, ObjectMetadata } from "../kubernetes";
import { absent, owned, undecided, type Search, type Ownership } from "../ownership";
import { find, nothing, upsert, type AdoptRows, type Find } from "./row";

const metadataSchema = z
  .array(
    z.object({
      name: z.string(),
      namespace: z.string().nullish(),
      labels: z.record(z.string(), z.string().nullable()).nullish(),
    }),
  )
  .min(1);

type OwnershipTest = (
  found: ObjectMetadata,
  id: string,
  planned: Readonly<Record<string, string | null>>,
) => Ownership;

const cannotAsk: Ownership = undecided("what is in the cluster");

function object(kind: string, judge: OwnershipTest): Find {
  return async ({ candidate, kubernetes }) => {
    const planned = metadataSchema.safeParse(candidate.values.metadata).data?.[0];
    if (planned === undefined) return undecided("its name");
    if (kubernetes === undefined) return cannotAsk;
    const { name, namespace, labels } = planned;
    const where = kind === "namespace" ? undefined : (namespace ?? "default");
    const found = await kubernetes.get({ kind, name, ...(where !== undefined && { namespace: where }) });
    if (found === undefined) return absent;
    const id = where === undefined ? name : `${where}/${name}`;
    return found.deletionTimestamp === undefined
      ? judge(found, id, labels ?? {})
      : owned({ id, tags: {}, transitioning: "being deleted" }, "");
  };
}

const byLabels: OwnershipTest = ({ labels }, id, planned) =>
  Object.entries(planned).every(([key, value]) => labels[key] === value)
    ? owned({ id, tags: {} }, `the name ${id} in our cluster`)
    : { is: "ambiguous", found: [id], why: "it has the planned name, and not the planned labels" };

/** An import would read the token into the state, where a write-only value must never be. */
const secret: OwnershipTest = ({ name }, id) => ({
  is: "conflicting",
  found: id,
  clear: ["delete", "secret", name, "--namespace", id.slice(0, id.indexOf("/"))],
  why: "an import would put its contents into the state; the run writes it again from the configured token",
});

/**
 * Helm keeps a secret of each revision. A revision whose work was cut off blocks the release; without it, an install
 * takes over what it had made, which carries the release's name.
 */
const release: Find = async ({ candidate, kubernetes }: Search) => {
  const [name, namespace] = [textOf(candidate, "name"), textOf(candidate, "namespace") ?? "default"];
  if (name === undefined) return undecided("its name");
  if (kubernetes === undefined) return cannotAsk;
  const id = `${namespace}/${name}`;
  const revisions = [...(await kubernetes.secrets(namespace, { owner: "helm", name }))].sort(
    (one, other) => Number(other.labels.version ?? 0) - Number(one.labels.version ?? 0),
  );
  const [latest] = revisions;
  if (latest === undefined)
    return textOf(candidate, "chart") === charts.karpenterDefinitions.chart
      ? unownedDefinitions(kubernetes)
      : absent;
  const { status = "unknown" } = latest.labels;
  if (status === "deployed" || status === "failed") {
    return owned({ id, tags: {} }, `the release's name in our cluster, ${status}`);
  }
  return {
    is: "conflicting",
    found: `${id} ${status}`,
    clear: ["delete", "secret", latest.name, "--namespace", namespace],
    why: `Helm refuses to touch a release that is ${status}; without this revision's record it begins again`,
  };
};

/** By group. Source: aws/karpenter-provider-aws@v1.14.1:charts/karpenter/crds. */
const karpenterGroups = /\.(karpenter\.sh|karpenter\.k8s\.aws)$|^capacitybuffers\.autoscaling\.x-k8s\.io$/;

/** Annotations of a definition that nobody manages: of the generator, and of a person who applied it with kubectl. */
const unmanaged = [
  "controller-gen.kubebuilder.io/version",
  "kubectl.kubernetes.io/last-applied-configuration",
];

/**
 * Definitions that Karpenter's own chart has installed, as it was before they got a release of their own: Helm takes over
 * only what carries the release's name. One with any other mark may belong to another release or tool, and stays.
 * Source: karpenter.sh/docs/troubleshooting (Helm Error when installing the `karpenter-crd` chart).
 */
async function unownedDefinitions(kubernetes: Kubernetes): Promise<Ownership> {
  const { name: release, namespace } = charts.karpenterDefinitions;
  const [label, key] = ["app.kubernetes.io/managed-by", "meta.helm.sh/release-name"];
  const found = (await kubernetes.definitions()).filter(({ name }) => karpenterGroups.test(name));
  const ours = found.filter(({ annotations }) => annotations[key] === release);
  const unowned = found.filter(
    ({ labels, annotations }) =>
      Object.keys(labels).length === 0 && Object.keys(annotations).every((each) => unmanaged.includes(each)),
  );
  const others = found.filter((each) => !ours.includes(each) && !unowned.includes(each));
  const names = (all: readonly ObjectMetadata[]) => all.map(({ name }) => name);
  if (others.length > 0)
    return {
      is: "ambiguous",
      found: names(others),
      why: "another release or tool may manage this definition",
    };
  if (unowned.length === 0) return absent;
  const metadata = {
    labels: { [label]: "Helm" },
    annotations: { [key]: release, "meta.helm.sh/release-namespace": namespace },
  };
  return {
    is: "conflicting",
    found: names(unowned).join(", "),
    clear: ["patch", "crd", ...names(unowned), "--type", "merge", "--patch", JSON.stringify({ metadata })],
    why: `Helm takes over a definition only with the name of the release ${release} on it`,
  };
}

const stateOnly = "it exists in the state alone";

export const clusterObjectRows: AdoptRows = {
  helm_release: find(release),
  kubernetes_namespace: find(object("namespace", byLabels)),
  kubernetes_namespace_v1: find(object("namespace", byLabels)),
  kubernetes_config_map: find(object("configmap", byLabels)),
  kubernetes_config_map_v1: find(object("configmap", byLabels)),
  kubernetes_service_account_v1: find(object("serviceaccount", byLabels)),
  kubernetes_role_v1: find(object("role", byLabels)),
  kubernetes_role_binding_v1: find(object("rolebinding", byLabels)),
  kubernetes_cron_job_v1: find(object("cronjob", byLabels)),
  kubernetes_secret_v1: find(object("secret", secret)),
  kubernetes_config_map_v1_data: upsert("it is applied to a ConfigMap that exists, by force"),
  kubectl_manifest: upsert("it is applied, to an object that exists as to one that does not"),
  time_sleep: nothing(stateOnly),
  null_resource: nothing(stateOnly),
  terraform_data: nothing(stateOnly),
};
