import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import { listen } from "../../../src/emulator/loopback-server";
import { parsePlan } from "../../../src/clients/terraform/plan-json";
import { adopt, findExisting, importFile, type Import, type Kubernetes } from "../../../src/run/adopt";

type Texts = Readonly<Record<string, string>>;
const metadata = (name: string, labels: Texts = {}, annotations: Texts = {}) => ({
  name,
  labels,
  annotations,
});

/** A cluster of these objects, as `kind namespace/name`, and these releases. */
function cluster(
  objects: Readonly<Record<string, Readonly<Record<string, string>>>>,
  revisions: readonly (readonly [string, string, string])[] = [],
  definitions: readonly ReturnType<typeof metadata>[] = [],
): Kubernetes {
  return {
    get: ({ kind, name, namespace = "" }) => {
      const labels = objects[`${kind} ${namespace}/${name}`];
      return Promise.resolve(labels && metadata(name, labels));
    },
    secrets: (_, labels) =>
      Promise.resolve(
        revisions
          .filter(([name]) => name === labels.name)
          .map(([name, version, status]) =>
            metadata(`sh.helm.release.v1.${name}.v${version}`, { ...labels, version, status }),
          ),
      ),
    definitions: () => Promise.resolve(definitions),
  };
}

const access = {
  region: "us-west-2",
  // Nobody answers there: what asks AWS fails.
  endpoint: "http://127.0.0.1:9",
  credentials: { accessKeyId: "loopback", secretAccessKey: "loopback" },
};
const candidate = (type: string, name: string, values: Readonly<Record<string, unknown>>) => ({
  address: `${type}.${name}`,
  type,
  values,
});
const object = (type: string, name: string, more: object = {}) =>
  candidate(type, name, { metadata: [{ name, ...more }] });

describe("an object that exists in the cluster", () => {
  const find = (candidates: Parameters<typeof findExisting>[0], kubernetes?: Kubernetes) =>
    findExisting(candidates, { name: "demo", access, kubernetes });

  it("is imported by name, unless it lacks the planned labels", async () => {
    const labels = { "app.kubernetes.io/managed-by": "glrunner" };
    const result = await find(
      [
        object("kubernetes_namespace_v1", "ours", { labels }),
        object("kubernetes_namespace_v1", "others", { labels }),
        object("kubernetes_namespace_v1", "missing", { labels: null }),
        object("kubernetes_config_map_v1", "map", { namespace: "ours" }),
        object("kubernetes_service_account_v1", "account", { namespace: "ours" }),
      ],
      cluster({
        "namespace /ours": { ...labels, more: "1" },
        "namespace /others": {},
        "configmap ours/map": {},
        "serviceaccount ours/account": {},
      }),
    );
    expect(result.imports.map(({ to, id }) => [to, id])).toEqual([
      ["kubernetes_namespace_v1.ours", "ours"],
      ["kubernetes_config_map_v1.map", "ours/map"],
      ["kubernetes_service_account_v1.account", "ours/account"],
    ]);
    expect(result.ambiguous).toMatchObject([
      { address: "kubernetes_namespace_v1.others", found: ["others"] },
    ]);
    expect(result.toCreate).toEqual(["kubernetes_namespace_v1.missing"]);
  });

  it("is never imported if it is a secret, since its content would be in the state", async () => {
    const result = await find(
      [object("kubernetes_secret_v1", "token", { namespace: "runner" })],
      cluster({ "secret runner/token": {} }),
    );
    expect(result.imports).toEqual([]);
    expect(result.conflicting).toMatchObject([
      {
        address: "kubernetes_secret_v1.token",
        found: "runner/token",
        clear: ["delete", "secret", "token", "--namespace", "runner"],
      },
    ]);
  });

  it("is a release by its latest revision; an interrupted revision conflicts", async () => {
    const release = (name: string) => candidate("helm_release", name, { name, namespace: "runner" });
    const result = await find(
      [release("done"), release("cut"), release("failed"), release("new")],
      cluster({}, [
        ["done", "1", "superseded"],
        ["done", "10", "deployed"],
        ["done", "9", "failed"],
        ["cut", "1", "pending-install"],
        ["failed", "1", "failed"],
      ]),
    );
    expect(result.imports.map(({ id }) => id)).toEqual(["runner/done", "runner/failed"]);
    expect(result.conflicting).toMatchObject([
      {
        found: "runner/cut pending-install",
        clear: ["delete", "secret", "sh.helm.release.v1.cut.v1", "--namespace", "runner"],
      },
    ]);
    expect(result.toCreate).toEqual(["helm_release.new"]);
  });

  describe("a definition of Karpenter without a release", () => {
    const release = candidate("helm_release", "karpenter_crd", {
      ...{ name: "karpenter-crd", namespace: "kube-system", chart: "karpenter-crd" },
    });
    const generated = { "controller-gen.kubebuilder.io/version": "v0.20.1" };
    const left = [
      metadata("nodepools.karpenter.sh", {}, generated),
      metadata(
        "ec2nodeclasses.karpenter.k8s.aws",
        {},
        {
          ...generated,
          "kubectl.kubernetes.io/last-applied-configuration": "{}",
        },
      ),
      metadata("capacitybuffers.autoscaling.x-k8s.io", {}, generated),
    ];
    const others = [metadata("certificates.cert-manager.io"), metadata("karpenter.sh.example.com")];
    const taken = metadata(
      "nodeclaims.karpenter.sh",
      { "app.kubernetes.io/managed-by": "Helm" },
      { "meta.helm.sh/release-name": "karpenter-crd", "meta.helm.sh/release-namespace": "kube-system" },
    );

    it("conflicts, and is marked so that Helm takes it over", async () => {
      const result = await find([release], cluster({}, [], [...others, ...left, taken]));
      const [patch] = result.conflicting;
      expect(patch?.clear.slice(0, -1)).toEqual([
        ...["patch", "crd", "nodepools.karpenter.sh", "ec2nodeclasses.karpenter.k8s.aws"],
        ...["capacitybuffers.autoscaling.x-k8s.io", "--type", "merge", "--patch"],
      ]);
      const { labels, annotations } = taken;
      expect(JSON.parse(patch?.clear.at(-1) ?? "")).toEqual({ metadata: { labels, annotations } });
    });

    it("is ambiguous if another release or tool may manage it", async () => {
      const argo = metadata("nodepools.karpenter.sh", {}, { "argocd.argoproj.io/tracking-id": "a" });
      const helm = metadata("nodepools.karpenter.sh", { "app.kubernetes.io/managed-by": "Helm" });
      for (const other of [argo, helm]) {
        const { conflicting, ambiguous } = await find([release], cluster({}, [], [...left.slice(1), other]));
        expect(conflicting).toEqual([]);
        expect(ambiguous).toMatchObject([{ found: ["nodepools.karpenter.sh"] }]);
      }
    });

    it("is absent if there is none, or if Helm already manages it", async () => {
      const other = candidate("helm_release", "r", { name: "r", namespace: "n", chart: "gitlab-runner" });
      for (const definitions of [[], others, [taken]])
        expect((await find([release], cluster({}, [], definitions))).toCreate).toEqual([release.address]);
      expect((await find([other], cluster({}, [], left))).toCreate).toEqual([other.address]);
    });
  });

  it("is undecided without a cluster", async () => {
    const result = await find([object("kubernetes_namespace_v1", "ours")]);
    expect(result.undecided).toMatchObject([{ address: "kubernetes_namespace_v1.ours" }]);
    expect(result.toCreate).toEqual([]);
  });

  it("is a failure if the search fails, never absent", async () => {
    const broken: Kubernetes = {
      get: () => Promise.reject(new Error("Unauthorized")),
      secrets: () => Promise.reject(new Error("Unauthorized")),
      definitions: () => Promise.reject(new Error("Unauthorized")),
    };
    const result = await find(
      [object("kubernetes_namespace_v1", "ours"), candidate("aws_unheard_of", "x", {})],
      broken,
    );
    expect(result.failed.map(({ why }) => why)).toEqual([
      "Error: Unauthorized",
      expect.stringContaining("aws_unheard_of"),
    ]);
    expect(result.toCreate).toEqual([]);
  });

  it("is ambiguous if two resources of the plan match it", async () => {
    const result = await find(
      [
        { ...object("kubernetes_namespace_v1", "ours"), address: "a" },
        { ...object("kubernetes_namespace_v1", "ours"), address: "b" },
      ],
      cluster({ "namespace /ours": {} }),
    );
    expect(result.imports).toEqual([]);
    expect(result.ambiguous.map(({ address, found }) => [address, found])).toEqual([
      ["a", ["ours"]],
      ["b", ["ours"]],
    ]);
  });

  it("is left to the apply if creating it again does no harm", async () => {
    const types = ["aws_iam_role_policy_attachment", "aws_default_route_table", "time_sleep"];
    const result = await find(types.map((type) => candidate(type, "x", {})));
    expect(result.toCreate).toEqual(types.map((type) => `${type}.x`));
  });
});

const planOf = (plan: object) => parsePlan(JSON.stringify({ format_version: "1.2", ...plan }));

describe("adoption", () => {
  /** Of a plan in which the second is known by the first's name once that is imported. */
  function plans(asked: (readonly Import[])[]) {
    return (imports: readonly Import[]) => {
      asked.push([...imports]);
      const create = (address: string, type: string, after: object) => ({
        address,
        mode: "managed",
        type,
        change: {
          actions: [imports.some(({ to }) => to === address) ? "no-op" : "create"],
          after,
        },
      });
      const first = imports.length > 0;
      return Promise.resolve(
        planOf({
          resource_changes: [
            create("n", "kubernetes_namespace_v1", { metadata: [{ name: "ours" }] }),
            create(
              "m",
              "kubernetes_config_map_v1",
              first ? { metadata: [{ name: "map", namespace: "ours" }] } : {},
            ),
          ],
        }),
      );
    };
  }

  it("plans again with the imports until it finds nothing more", async () => {
    const asked: (readonly Import[])[] = [];
    const kubernetes = cluster({ "namespace /ours": {}, "configmap ours/map": {} });
    const { imports, undecided } = await adopt(plans(asked), { name: "demo", access, kubernetes });
    expect(imports.map(({ to }) => to)).toEqual(["n", "m"]);
    expect(asked.map((each) => each.map(({ to }) => to))).toEqual([[], ["n"], ["n", "m"]]);
    expect(undecided).toEqual([]);
  });

  const planOfCluster = (creates: boolean) =>
    planOf({
      resource_changes: [
        {
          address: "c",
          mode: "managed",
          type: "aws_eks_cluster",
          change: {
            actions: [creates ? "create" : "no-op"],
            after: { name: "demo", bootstrap_self_managed_addons: true },
          },
        },
      ],
    });

  /** An EKS that has the cluster, in a program that has no other AWS. */
  async function withEks(use: (endpoint: string) => Promise<void>): Promise<void> {
    const server = createServer((_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ cluster: { name: "demo", status: "ACTIVE" } }));
    });
    const { url, stop } = await listen(server);
    try {
      await use(url);
    } finally {
      await stop();
    }
  }

  it("imports a cluster immediately with its fixup, and never with a block", async () => {
    await withEks(async (endpoint) => {
      const context = { name: "demo", access: { ...access, endpoint } };
      const taken: unknown[] = [];
      const result = await adopt(
        () => Promise.resolve(planOfCluster(taken.length === 0)),
        context,
        (each) => {
          taken.push(each);
          return Promise.resolve();
        },
      );
      expect(taken).toMatchObject([{ to: "c", id: "demo", fixup: { bootstrap_self_managed_addons: true } }]);
      expect(result).toMatchObject({ imports: [], ambiguous: [] });
      const untaken = await adopt(() => Promise.resolve(planOfCluster(true)), context);
      expect(untaken).toMatchObject({ imports: [], ambiguous: [{ address: "c", found: ["demo"] }] });
    });
  });

  it("writes only import blocks", () => {
    const text = importFile([
      { to: "aws_vpc.this[0]", type: "aws_vpc", id: "vpc-1", because: "it has every planned tag" },
    ]);
    expect(JSON.parse(text)).toEqual({ import: [{ to: "aws_vpc.this[0]", id: "vpc-1" }] });
  });
});
