/** The steps of a sweep, with resources in memory. The e2e test runs the real kinds against the emulated AWS. */
import { describe, expect, it } from "vitest";
import { connectionFix } from "../../../src/clients/aws/aws-errors";
import { sweepClients } from "../../../src/run/sweep/clients";
import { sweepKinds } from "../../../src/run/sweep/kinds";
import type { SweepKind } from "../../../src/run/sweep/kinds/kind";
import { sweepScope } from "../../../src/run/sweep/sweep";
import type { SweepItem } from "../../../src/run/sweep/sweep-result";
import type { SweepScope } from "../../../src/run/sweep/sweep-run";
import { sweepText } from "../../../src/run/sweep/text";
import type { SweptCluster, LeftoverResource } from "../../../src/run/sweep/leftover-resource";

const access = { region: "us-west-2", credentials: { accessKeyId: "loopback", secretAccessKey: "none" } };
const cluster: SweptCluster = { name: "ci", region: "us-west-2", access };
const owned = { "kubernetes.io/cluster/ci": "owned", "karpenter.sh/nodepool": "spot" };

class AwsError extends Error {
  constructor(
    override readonly name: string,
    message = "",
  ) {
    super(message);
  }
}

const resource = (id: string, tags: Record<string, string> = owned): LeftoverResource => ({ id, tags });

/** An instance, or a resource of another kind, of which these exist; each method may be replaced. */
function kindOf(resources: LeftoverResource[], more: Partial<SweepKind> = {}): SweepKind {
  const { name = "instance" } = more;
  return {
    name,
    ownershipRules: sweepKinds.find((kind) => kind.name === name)?.ownershipRules ?? (() => []),
    gone: ["NotFound"],
    find: (_aws, _cluster, id) =>
      Promise.resolve(resources.filter((each) => id === undefined || each.id === id)),
    remove: (_aws, id) => {
      const index = resources.findIndex((each) => each.id === id);
      if (index === -1) return Promise.reject(new AwsError("NotFound"));
      resources.splice(index, 1);
      return Promise.resolve();
    },
    ...more,
  };
}

function run(
  kinds: readonly SweepKind[],
  more: Partial<SweepScope & { maxMs: number; onProgress: (item: SweepItem) => void }> = {},
) {
  const { maxMs = 60_000, onProgress } = more;
  const ground = {
    aws: sweepClients(access, "us-west-2"),
    kinds,
    clusterExists: () => Promise.resolve(undefined),
  };
  return sweepScope({ ...ground, ...more }, cluster, {
    dryRun: false,
    waiting: { everyMs: 1, maxMs },
    onProgress,
  });
}
const done = (items: readonly SweepItem[] = []) => items.map(({ id, did }) => `${id} ${did}`);

describe("a sweep", () => {
  it("keeps a resource that lost its proof after it was listed", async () => {
    const resources = [resource("i-1"), resource("i-2")];
    const kind = kindOf(resources);
    const remove: SweepKind["remove"] = (aws, id) => {
      resources[1] = resource("i-2", { ...owned, "kubernetes.io/cluster/ci": "shared" });
      return kind.remove(aws, id);
    };
    const { kinds } = await run([{ ...kind, remove }]);
    expect(done(kinds[0]?.items)).toEqual(["i-1 deleted", "i-2 kept"]);
    expect(resources.map(({ id }) => id)).toEqual(["i-2"]);
  });

  it("reports a resource that was deleted in the meantime as gone", async () => {
    const resources = [resource("i-1"), resource("i-2")];
    const remove: SweepKind["remove"] = () => {
      resources.length = 0;
      return Promise.reject(new AwsError("NotFound"));
    };
    const { kinds, gone } = await run([kindOf(resources, { remove })]);
    expect(done(kinds[0]?.items)).toEqual(["i-1 was gone already", "i-2 was gone already"]);
    expect(gone).toEqual(["instance"]);
  });

  it("continues after a failure, with the same kind and with the next one", async () => {
    const resources = [resource("i-1"), resource("i-2")];
    const kind = kindOf(resources);
    const remove: SweepKind["remove"] = (aws, id) =>
      id === "i-1"
        ? Promise.reject(new AwsError("OperationNotPermitted", "protected\nToken: x"))
        : kind.remove(aws, id);
    const unseen = kindOf([], {
      name: "queue",
      find: () => Promise.reject(new AwsError("AccessDenied", "no")),
    });
    const last = kindOf([resource("lt-1", { "karpenter.k8s.aws/cluster": "ci" })], {
      name: "launch template",
    });
    const result = await run([{ ...kind, remove }, unseen, last]);
    expect(result.kinds.map(({ items }) => done(items))).toEqual([
      ["i-1 failed", "i-2 deleted"],
      [],
      ["lt-1 deleted"],
    ]);
    expect(result.gone).toEqual(["launch template"]);
    const text = sweepText(result);
    expect(text).toContain("OperationNotPermitted: protected\n  fix: It is protected against deletion.");
    expect(text).not.toContain("Token");
    expect(text).toContain("could not list every queue: AccessDenied: no\n  fix: Allow your role");
    expect(text).toContain("Left, or unknown: instance, queue.\n");
  });

  it("names the network when AWS cannot be reached", async () => {
    const refused = Object.assign(new AggregateError([], ""), { code: "ECONNREFUSED" });
    const { kinds } = await run([kindOf([], { find: () => Promise.reject(refused) })]);
    expect(kinds[0]?.failure).toEqual({ text: "AWS was not reached (ECONNREFUSED)", fix: connectionFix });
  });

  it("waits for slow deletions, but not forever", async () => {
    let looks = 0;
    const resources = [resource("i-1")];
    const find: SweepKind["find"] = () => Promise.resolve((looks += 1) > 5 ? [] : resources);
    const slow = kindOf(resources, { find, remove: () => Promise.resolve(), lingers: true });
    expect(done((await run([slow])).kinds[0]?.items)).toEqual(["i-1 deleted"]);
    const stuck = kindOf([resource("i-1")], { remove: () => Promise.resolve(), lingers: true });
    const { kinds, gone } = await run([stuck], { maxMs: 0 });
    expect(kinds[0]?.items[0]).toMatchObject({
      did: "failed",
      fix: expect.stringContaining("`glrunner sweep`") as string,
    });
    expect(gone).toEqual([]);
  });

  it("retries a deletion only if it deleted something before that may still block it", async () => {
    const refusing = () => {
      let refusals = 2;
      const group = kindOf([resource("sg-1", { "aws:eks:cluster-name": "ci" })], { name: "security group" });
      const remove: SweepKind["remove"] = (aws, id) =>
        (refusals -= 1) >= 0 ? Promise.reject(new AwsError("DependencyViolation")) : group.remove(aws, id);
      return { ...group, remove, passing: "DependencyViolation" };
    };
    const after = await run([kindOf([resource("i-1")]), refusing()]);
    expect(done(after.kinds[1]?.items)).toEqual(["sg-1 deleted"]);
    const alone = await run([refusing()]);
    expect(done(alone.kinds[0]?.items)).toEqual(["sg-1 failed"]);
  });

  it("stops deleting when the cluster is created again", async () => {
    const resources = [resource("i-1")];
    let asked = 0;
    const clusterExists: SweepScope["clusterExists"] = () =>
      Promise.resolve((asked += 1) === 1 ? undefined : { text: "Cluster ci is CREATING", fix: "Destroy it" });
    const { kinds } = await run([kindOf(resources)], { clusterExists });
    expect(kinds[0]?.items).toMatchObject([{ did: "failed", text: "Cluster ci is CREATING" }]);
    expect(resources).toHaveLength(1);
  });

  it("reports each resource once, when it is done", async () => {
    const reported: string[] = [];
    const resources = [resource("i-1"), resource("i-2", { "kubernetes.io/cluster/ci": "shared" })];
    await run([kindOf(resources)], { onProgress: ({ id, did }) => reported.push(`${id} ${did}`) });
    expect(reported).toEqual(["i-2 kept", "i-1 deleted"]);
  });
});
