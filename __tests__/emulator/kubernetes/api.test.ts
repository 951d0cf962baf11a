import { beforeEach, describe, expect, it } from "vitest";
import { EmulatedKubernetes } from "../../../src/emulator/kubernetes";
import { answerApi } from "../../../src/emulator/kubernetes/api";
import { clusterCreator } from "../../../src/emulator/kubernetes/authorizer";
import { KubernetesError } from "../../../src/emulator/kubernetes/status";
import { ClusterStore } from "../../../src/emulator/providers/cluster-store";
import type { Value } from "../../../src/emulator/providers/protocol/value";

const canary = "glrt-canary-api";

describe("the emulated cluster's API", () => {
  let store: ClusterStore;
  let cluster: EmulatedKubernetes;

  beforeEach(() => {
    store = new ClusterStore();
    cluster = new EmulatedKubernetes(store);
  });

  function ask(address: string, method = "GET", body = ""): unknown {
    const [path = "", query] = address.split("?");
    try {
      return answerApi(cluster, clusterCreator, { method, path, query: new URLSearchParams(query), body });
    } catch (error) {
      if (error instanceof KubernetesError) return error.status;
      throw error;
    }
  }
  const pod = (name: string, namespace: string) => ({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace },
  });
  const named = (...names: string[]) => ({ items: names.map((name) => ({ metadata: { name } })) });

  it("lists its versions, groups and kinds", () => {
    expect(ask("/api")).toEqual({ kind: "APIVersions", versions: ["v1"] });
    expect(ask("/apis")).toMatchObject({
      kind: "APIGroupList",
      groups: [
        ...[{ name: "apps" }, { name: "batch" }, { name: "apiextensions.k8s.io" }],
        { name: "rbac.authorization.k8s.io" },
      ],
    });
    expect(ask("/apis/apps")).toMatchObject({
      kind: "APIGroup",
      name: "apps",
      preferredVersion: { groupVersion: "apps/v1", version: "v1" },
    });
    expect(ask("/api/v1")).toMatchObject({ kind: "APIResourceList", groupVersion: "v1" });
    expect(ask("/apis/apps/v1/")).toMatchObject({
      groupVersion: "apps/v1",
      resources: [{ name: "deployments", singularName: "deployment", kind: "Deployment", namespaced: true }],
    });
    expect(ask("/apis/karpenter.sh/v1")).toMatchObject({ code: 404 });
  });

  it.each([
    ["1.12.2", ["karpenter.sh/v1"], "nodepools"],
    ["v0.23.0", ["karpenter.sh/v1alpha5"], "provisioners"],
  ])("serves Karpenter's kinds of its chart %s", (version, versions, plural) => {
    store.put("helm_release", { name: "k", namespace: "karpenter", chart: "karpenter", version });
    expect(ask("/apis/karpenter.sh")).toMatchObject({
      versions: versions.map((groupVersion) => ({ groupVersion })),
    });
    expect(ask(`/apis/${versions.join("")}/${plural}`)).toMatchObject({ items: [] });
  });

  it("serves Karpenter's kinds if an object has one of them", () => {
    const yaml_body = `{ apiVersion: karpenter.k8s.aws/v1, kind: EC2NodeClass, metadata: { name: default }, spec: { role: r } }`;
    store.put("kubectl_manifest", { yaml_body, uid: "u" });
    const path = "/apis/karpenter.k8s.aws/v1/ec2nodeclasses";
    expect(ask(`${path}/default`)).toMatchObject({ metadata: { uid: "u" }, spec: { role: "r" } });
    expect(ask(`${path}/other`)).toMatchObject({
      message: 'ec2nodeclasses.karpenter.k8s.aws "other" not found',
    });
  });

  it("lists all objects, those of a namespace, and those of a name", () => {
    cluster.add(pod("b", "two"));
    cluster.add(pod("a", "two"));
    cluster.add(pod("c", "one"));
    expect(ask("/api/v1/pods")).toMatchObject({ kind: "PodList", apiVersion: "v1", ...named("c", "a", "b") });
    expect(ask("/api/v1/namespaces/two/pods")).toMatchObject(named("a", "b"));
    expect(ask("/api/v1/pods?fieldSelector=metadata.namespace%3Done")).toMatchObject(named("c"));
    expect(ask("/api/v1/nodes?fieldSelector=status.phase%3DRunning")).toMatchObject({
      code: 400,
      message: "field label not supported: status.phase",
    });
    expect(ask("/api/v1/namespaces/two/pods/c")).toMatchObject({ message: 'pods "c" not found' });
    expect(ask("/api/v1/pods/a")).toMatchObject({ code: 404 });
    expect(ask("/api/v1/namespaces/two/pods/a/exec")).toMatchObject({ code: 404 });
  });

  it("returns the log of a pod, whole or its last lines", () => {
    cluster.add(pod("a", "two"));
    const log = (query = "", name = "a") => ask(`/api/v1/namespaces/two/pods/${name}/log${query}`);
    expect(log()).toBe("");
    cluster.log(pod("a", "two"), ["one", "two", "three"]);
    expect(log()).toBe("one\ntwo\nthree\n");
    expect(log("?tailLines=2&follow=true")).toBe("two\nthree\n");
    expect(log("?previous=true&container=c")).toMatchObject({
      code: 400,
      message: 'previous terminated container "c" in pod "a" not found',
    });
    expect(log("", "b")).toMatchObject({ code: 404, message: 'pods "b" not found' });
    cluster.reset();
    cluster.add(pod("a", "two"));
    expect(log()).toBe("");
  });

  it("has the namespaces of every cluster, replaced by added ones", () => {
    const own = named("default", "kube-node-lease", "kube-public", "kube-system");
    expect(ask("/api/v1/namespaces")).toMatchObject(own);
    store.put("kubernetes_labels", { metadata: [{ name: "default" }], labels: { a: "b" } });
    store.put("kubernetes_namespace", { metadata: [{ name: "default", labels: { x: "y" }, uid: "u" }] });
    expect(ask("/api/v1/namespaces")).toMatchObject(own);
    expect(ask("/api/v1/namespaces/default")).toMatchObject({
      metadata: { uid: "u", labels: { x: "y", "kubernetes.io/metadata.name": "default" } },
      status: { phase: "Active" },
    });
  });

  it.each([
    [["kubernetes_config_map_v1", "kubernetes_config_map_v1_data"]],
    [["kubernetes_config_map_v1_data", "kubernetes_config_map_v1"]],
  ])("merges a ConfigMap from all resources that write to it: %j", (types) => {
    const where = { name: "aws-auth", namespace: "kube-system" };
    const whole: Value = {
      metadata: [{ ...where, labels: { a: "b" } }],
      data: { mapRoles: "[]", mapUsers: "[]" },
    };
    const part: Value = { metadata: [where], data: { mapRoles: "forced" } };
    for (const type of types) store.put(type, type.endsWith("_data") ? part : whole);
    const path = "/api/v1/namespaces/kube-system/configmaps/aws-auth";
    expect(ask(path)).toMatchObject({
      metadata: { labels: { a: "b" } },
      data: { mapRoles: "forced", mapUsers: "[]" },
    });
    expect(ask(path, "DELETE")).toMatchObject({ status: "Success" });
    expect(store.all()).toEqual([]);
  });

  it("puts a manifest without a namespace into the default one", () => {
    store.put("kubectl_manifest", { yaml_body: "{ apiVersion: v1, kind: Service, metadata: { name: s } }" });
    expect(ask("/api/v1/namespaces/default/services/s")).toMatchObject({ metadata: { name: "s" } });
  });

  it("has a namespace that a release created", () => {
    store.put("helm_release", { name: "r", namespace: "made", create_namespace: true });
    store.put("helm_release", { name: "r", namespace: "other", create_namespace: false });
    expect(ask("/api/v1/namespaces/made")).toMatchObject({ kind: "Namespace" });
    expect(ask("/api/v1/namespaces/other")).toMatchObject({ code: 404 });
  });

  it("never returns a Secret's data", () => {
    const metadata = { name: "s", namespace: "n" };
    const secret = { apiVersion: "v1", kind: "Secret", metadata, data: { t: canary } };
    cluster.add({ ...secret, stringData: { t: canary } });
    store.put("kubernetes_secret_v1", { metadata: [{ name: "t", namespace: "n" }], data: { t: canary } });
    const manifest = JSON.stringify({ ...secret, metadata: { name: "u", namespace: "n" } });
    store.put("kubectl_manifest", { yaml_body: manifest });
    store.put("helm_release", { name: "r", namespace: "n", values: [canary], set: [{ value: canary }] });
    const found = JSON.stringify(ask("/api/v1/secrets"));
    for (const name of ["s", "t", "u", "sh.helm.release.v1.r.v1"])
      expect(found).toContain(`"name":"${name}"`);
    expect(found).not.toContain(canary);
  });

  it("deletes an applied or an added object", () => {
    store.put("kubernetes_namespace_v1", { metadata: [{ name: "n", uid: "u" }] });
    cluster.add(pod("a", "n"));
    expect(ask("/api/v1/namespaces/n", "DELETE")).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Success",
      details: { name: "n", kind: "namespaces", uid: "u" },
    });
    expect(store.list()).toEqual([]);
    expect(ask("/api/v1/namespaces/n/pods/a", "DELETE")).toMatchObject({ status: "Success" });
    expect(ask("/api/v1/pods")).toMatchObject({ items: [] });
    expect(ask("/api/v1/namespaces/n/pods/a", "DELETE")).toMatchObject({ message: 'pods "a" not found' });
  });

  it("deletes an object only if the preconditions match", () => {
    cluster.add({
      ...pod("a", "n"),
      metadata: { name: "a", namespace: "n", uid: "u", resourceVersion: "7" },
    });
    const path = "/api/v1/namespaces/n/pods/a";
    const remove = (preconditions: object) => ask(path, "DELETE", JSON.stringify({ preconditions }));
    expect(remove({ uid: "v" })).toMatchObject({
      code: 409,
      reason: "Conflict",
      message:
        'Operation cannot be fulfilled on pods "a": Precondition failed: UID in precondition: v, UID in object meta: u',
    });
    expect(remove({ uid: "u", resourceVersion: "6" })).toMatchObject({ code: 409 });
    expect(ask(path, "DELETE", "no JSON")).toMatchObject({ code: 400 });
    expect(ask("/api/v1/pods")).toMatchObject(named("a"));
    expect(remove({ uid: "u", resourceVersion: "7" })).toMatchObject({ status: "Success" });
    expect(ask("/api/v1/pods")).toMatchObject({ items: [] });
  });

  it("gives every added object its own resourceVersion", () => {
    cluster.add(pod("a", "n"));
    const versionOf = () =>
      JSON.stringify(ask("/api/v1/namespaces/n/pods/a")).match(/"resourceVersion":"\d+"/)?.[0];
    const first = versionOf();
    cluster.add(pod("a", "n"));
    expect(first).toBeDefined();
    expect(versionOf()).not.toBe(first);
  });

  it("lists events by type and involved object", () => {
    const event = (name: string, type: string, kind: string) => ({
      ...{ apiVersion: "v1", kind: "Event", metadata: { name, namespace: "n" }, type },
      involvedObject: { kind },
    });
    cluster.add(event("a", "Warning", "Pod"));
    cluster.add(event("b", "Normal", "Pod"));
    cluster.add(event("c", "Warning", "Node"));
    const fields = encodeURIComponent("type=Warning,involvedObject.kind=Pod");
    expect(ask(`/api/v1/events?fieldSelector=${fields}`)).toMatchObject(named("a"));
  });

  it("has the applied roles, bindings and CronJobs", () => {
    const metadata = [{ name: "x", namespace: "n", labels: { a: "b" } }];
    for (const type of ["role", "role_binding", "cron_job"]) store.put(`kubernetes_${type}_v1`, { metadata });
    for (const path of [
      "/apis/rbac.authorization.k8s.io/v1/namespaces/n/roles/x",
      "/apis/rbac.authorization.k8s.io/v1/namespaces/n/rolebindings/x",
      "/apis/batch/v1/namespaces/n/cronjobs/x",
    ]) {
      expect(ask(path)).toMatchObject({ metadata: { labels: { a: "b" } } });
    }
  });

  it.each([
    ["POST", "/api/v1/namespaces", "create"],
    ["PATCH", "/api/v1/namespaces/default", "patch"],
    ["PUT", "/api/v1/namespaces/default", "update"],
    ["DELETE", "/api/v1/namespaces", "deletecollection"],
    ["GET", "/api/v1/namespaces?watch=true", "watch"],
  ])("refuses %s %s", (method, address, verb) => {
    expect(ask(address, method)).toMatchObject({
      code: 405,
      message: `${verb} is not supported on resources of kind "namespaces"`,
    });
  });

  it("refuses to delete a namespace that every cluster has", () => {
    expect(ask("/api/v1/namespaces/kube-system", "DELETE")).toMatchObject({ code: 403 });
  });

  it("returns an added object instead of an applied one of the same name, until a reset", () => {
    cluster.add({ ...pod("a", "n"), status: { phase: "Running" } });
    cluster.add({ ...pod("a", "n"), status: { phase: "Failed" } });
    cluster.add({ apiVersion: "v1", kind: "Pod", metadata: { name: "b" } });
    expect(ask("/api/v1/pods")).toMatchObject({
      items: [{ metadata: { namespace: "default" } }, { status: { phase: "Failed" } }],
    });
    cluster.reset();
    expect(ask("/api/v1/pods")).toMatchObject({ items: [] });
    expect(() => {
      cluster.add({ apiVersion: "v1", kind: "Gadget", metadata: { name: "g" } });
    }).toThrow("no API here has v1 Gadget");
  });
});
