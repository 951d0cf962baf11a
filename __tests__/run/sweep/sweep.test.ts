/** The steps of a sweep, with resources in memory. The e2e test runs the real kinds against the emulated AWS. */
import { describe, expect, it } from "vitest";
import { connectionFix } from "../../../src/clients/aws/aws-errors";
import { sweepClients } from "../../../src/run/sweep/clients";
import type { LeftoverKind } from "../../../src/run/sweep/kinds/kind";
import { sweepScope } from "../../../src/run/sweep/sweep";
import type { SweepItem } from "../../../src/run/sweep/sweep-result";
import type { SweepScope } from "../../../src/run/sweep/sweep-run";
import { sweepText } from "../../../src/run/sweep/text";
import type { SweepKind, SweptCluster, LeftoverResource } from "../../../src/run/sweep/leftover-resource";

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

function thing(
  id: string,
  tags: Record<string, string> = owned,
  kind: SweepKind = "instance",
): LeftoverResource {
  return { kind, id, tags };
}

/** A kind of which there are these; each method may be replaced. */
function kindOf(things: LeftoverResource[], more: Partial<LeftoverKind> = {}): LeftoverKind {
  return {
    kind: things[0]?.kind ?? "instance",
    gone: ["NotFound"],
    find: (_aws, _cluster, id) =>
      Promise.resolve(things.filter((each) => id === undefined || each.id === id)),
    remove: (_aws, id) => {
      const index = things.findIndex((each) => each.id === id);
      if (index === -1) return Promise.reject(new AwsError("NotFound"));
      things.splice(index, 1);
      return Promise.resolve();
    },
    ...more,
  };
}

function run(
  kinds: readonly LeftoverKind[],
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
    const things = [thing("i-1"), thing("i-2")];
    const kind = kindOf(things);
    const remove: LeftoverKind["remove"] = (aws, id) => {
      things[1] = thing("i-2", { ...owned, "kubernetes.io/cluster/ci": "shared" });
      return kind.remove(aws, id);
    };
    const { kinds } = await run([{ ...kind, remove }]);
    expect(done(kinds[0]?.items)).toEqual(["i-1 deleted", "i-2 kept"]);
    expect(things.map(({ id }) => id)).toEqual(["i-2"]);
  });

  it("reports a resource that was deleted in the meantime as gone", async () => {
    const things = [thing("i-1"), thing("i-2")];
    const remove: LeftoverKind["remove"] = () => {
      things.length = 0;
      return Promise.reject(new AwsError("NotFound"));
    };
    const { kinds, gone } = await run([kindOf(things, { remove })]);
    expect(done(kinds[0]?.items)).toEqual(["i-1 was gone already", "i-2 was gone already"]);
    expect(gone).toEqual(["instance"]);
  });

  it("continues after a failure, with the same kind and with the next one", async () => {
    const things = [thing("i-1"), thing("i-2")];
    const kind = kindOf(things);
    const remove: LeftoverKind["remove"] = (aws, id) =>
      id === "i-1"
        ? Promise.reject(new AwsError("OperationNotPermitted", "protected\nToken: x"))
        : kind.remove(aws, id);
    const unseen = kindOf([], {
      kind: "queue",
      find: () => Promise.reject(new AwsError("AccessDenied", "no")),
    });
    const last = kindOf([thing("lt-1", { "karpenter.k8s.aws/cluster": "ci" }, "launch template")]);
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
    expect(text).toContain("Left, or not known: instance, queue.\n");
  });

  it("names the network when AWS cannot be reached", async () => {
    const refused = Object.assign(new AggregateError([], ""), { code: "ECONNREFUSED" });
    const { kinds } = await run([kindOf([], { find: () => Promise.reject(refused) })]);
    expect(kinds[0]?.failure).toEqual({ text: "AWS was not reached (ECONNREFUSED)", fix: connectionFix });
  });

  it("waits for slow deletions, but not forever", async () => {
    let looks = 0;
    const things = [thing("i-1")];
    const find: LeftoverKind["find"] = () => Promise.resolve((looks += 1) > 5 ? [] : things);
    const slow = kindOf(things, { find, remove: () => Promise.resolve(), lingers: true });
    expect(done((await run([slow])).kinds[0]?.items)).toEqual(["i-1 deleted"]);
    const stuck = kindOf([thing("i-1")], { remove: () => Promise.resolve(), lingers: true });
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
      const group = kindOf([thing("sg-1", { "aws:eks:cluster-name": "ci" }, "security group")]);
      const remove: LeftoverKind["remove"] = (aws, id) =>
        (refusals -= 1) >= 0 ? Promise.reject(new AwsError("DependencyViolation")) : group.remove(aws, id);
      return { ...group, remove, passing: "DependencyViolation" };
    };
    const after = await run([kindOf([thing("i-1")]), refusing()]);
    expect(done(after.kinds[1]?.items)).toEqual(["sg-1 deleted"]);
    const alone = await run([refusing()]);
    expect(done(alone.kinds[0]?.items)).toEqual(["sg-1 failed"]);
  });

  it("stops deleting when the cluster is created again", async () => {
    const things = [thing("i-1")];
    let asked = 0;
    const clusterExists: SweepScope["clusterExists"] = () =>
      Promise.resolve((asked += 1) === 1 ? undefined : { text: "Cluster ci is CREATING", fix: "Destroy it" });
    const { kinds } = await run([kindOf(things)], { clusterExists });
    expect(kinds[0]?.items).toMatchObject([{ did: "failed", text: "Cluster ci is CREATING" }]);
    expect(things).toHaveLength(1);
  });

  it("reports each resource once, when it is done", async () => {
    const told: string[] = [];
    const things = [thing("i-1"), thing("i-2", { "kubernetes.io/cluster/ci": "shared" })];
    await run([kindOf(things)], { onProgress: ({ id, did }) => told.push(`${id} ${did}`) });
    expect(told).toEqual(["i-2 kept", "i-1 deleted"]);
  });
});
