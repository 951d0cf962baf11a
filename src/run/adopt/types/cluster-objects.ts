/**
 * Objects in the cluster, and resources that exist only in the state. In the cluster an exact name proves ownership.
 *
 * Source of the import ids: documentation of each type of the helm and kubernetes providers, section Import. They are
 * `<namespace>/<name>`, or the name of an object without a namespace.
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

/** Decides about an object with the planned name. */
type OwnershipTest = (
  found: ObjectMetadata,
  id: string,
  planned: Readonly<Record<string, string | null>>,
) => Ownership;

const noCluster: Ownership = undecided("the objects in the cluster");

function object(kind: string, test: OwnershipTest): Find {
  return async ({ candidate, kubernetes }) => {
    const planned = metadataSchema.safeParse(candidate.values.metadata).data?.[0];
    if (planned === undefined) return undecided("its name");
    if (kubernetes === undefined) return noCluster;
    const { name, namespace, labels } = planned;
    const where = kind === "namespace" ? undefined : (namespace ?? "default");
    const found = await kubernetes.get({ kind, name, ...(where !== undefined && { namespace: where }) });
    if (found === undefined) return absent;
    const id = where === undefined ? name : `${where}/${name}`;
    return found.deletionTimestamp === undefined
      ? test(found, id, labels ?? {})
      : owned({ id, tags: {}, transitioning: "being deleted" }, "");
  };
}

const byLabels: OwnershipTest = ({ labels }, id, planned) =>
  Object.entries(planned).every(([key, value]) => labels[key] === value)
    ? owned({ id, tags: {} }, `the name ${id} in the cluster`)
    : { is: "ambiguous", found: [id], why: "it has the planned name, but not the planned labels" };

/** An import would write the token into the state, which must never contain a write-only value. */
const secret: OwnershipTest = ({ name }, id) => ({
  is: "conflicting",
  found: id,
  clear: ["delete", "secret", name, "--namespace", id.slice(0, id.indexOf("/"))],
  why: "an import would write its content into the state; the run deletes it, and the apply creates it from the configured token",
});

/**
 * Helm stores each revision of a release in a secret. A revision that was interrupted blocks the release. Without its
 * secret, Helm installs the release again and takes over the objects that already carry the release's name.
 */
const release: Find = async ({ candidate, kubernetes }: Search) => {
  const [name, namespace] = [textOf(candidate, "name"), textOf(candidate, "namespace") ?? "default"];
  if (name === undefined) return undecided("its name");
  if (kubernetes === undefined) return noCluster;
  const id = `${namespace}/${name}`;
  const revisions = [...(await kubernetes.secrets(namespace, { owner: "helm", name }))].sort(
    (a, b) => Number(b.labels.version ?? 0) - Number(a.labels.version ?? 0),
  );
  const [latest] = revisions;
  if (latest === undefined)
    return textOf(candidate, "chart") === charts.karpenterDefinitions.chart
      ? unownedDefinitions(kubernetes)
      : absent;
  const { status = "unknown" } = latest.labels;
  if (status === "deployed" || status === "failed") {
    return owned({ id, tags: {} }, `the release's name in the cluster, with status ${status}`);
  }
  return {
    is: "conflicting",
    found: `${id} ${status}`,
    clear: ["delete", "secret", latest.name, "--namespace", namespace],
    why: `Helm refuses to change a release with status ${status}; without the record of this revision it installs the release again`,
  };
};

/** The API groups of Karpenter's definitions. Source: aws/karpenter-provider-aws@v1.14.1:charts/karpenter/crds. */
const karpenterGroups = /\.(karpenter\.sh|karpenter\.k8s\.aws)$|^capacitybuffers\.autoscaling\.x-k8s\.io$/;

/** Annotations of a definition that no release manages: from the code generator, and from `kubectl apply`. */
const unmanaged = [
  "controller-gen.kubebuilder.io/version",
  "kubectl.kubernetes.io/last-applied-configuration",
];

/**
 * Finds definitions that the `karpenter` chart installed before they had a release of their own. Helm takes over only
 * objects that carry the release's name, so the run marks these. A definition with any other mark may belong to another
 * release or tool and stays as it is.
 * Source: karpenter.sh/docs/troubleshooting (Helm Error when installing the `karpenter-crd` chart).
 */
async function unownedDefinitions(kubernetes: Kubernetes): Promise<Ownership> {
  const { name: release, namespace } = charts.karpenterDefinitions;
  const [label, key] = ["app.kubernetes.io/managed-by", "meta.helm.sh/release-name"];
  const found = (await kubernetes.definitions()).filter(({ name }) => karpenterGroups.test(name));
  const marked = found.filter(({ annotations }) => annotations[key] === release);
  const unowned = found.filter(
    ({ labels, annotations }) =>
      Object.keys(labels).length === 0 && Object.keys(annotations).every((each) => unmanaged.includes(each)),
  );
  const others = found.filter((each) => !marked.includes(each) && !unowned.includes(each));
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
    why: `Helm takes over only definitions that carry the name of the release ${release}`,
  };
}

const stateOnly = "it exists only in the state";

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
  kubernetes_config_map_v1_data: upsert("a forced apply changes the existing ConfigMap"),
  kubectl_manifest: upsert("an apply changes the object if it exists, and creates it otherwise"),
  time_sleep: nothing(stateOnly),
  null_resource: nothing(stateOnly),
  terraform_data: nothing(stateOnly),
};
