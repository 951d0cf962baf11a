import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodesFor, type CriticalPods, type PodSize } from "../../../src/config/placement/bin-packing";

const node = { cpu: 1.7, memoryMiB: 6000 };
const pod = (cpu: number, memoryMiB = 100): PodSize => ({ cpu, memoryMiB });
const group = (pods: number, cpu: number, apart = false): CriticalPods => ({ ...pod(cpu), pods, apart });

describe("nodes for pods", () => {
  it("are never fewer than the minimum", () => {
    expect(nodesFor([], [], node, 2)).toBe(2);
    expect(nodesFor([], [pod(0.1)], node, 2)).toBe(2);
    expect(nodesFor([], [pod(0.1)], node, 1)).toBe(1);
  });

  it.each([
    // Each pod is larger than half of a node.
    { what: "large ones", others: [pod(1), pod(1), pod(1), pod(1)], count: 4 },
    // 0.6 find no room where more than 1.1 are taken: 2.4 of the four others can do that to two nodes, so a third.
    {
      what: "small ones that lie badly",
      others: [pod(0.6), pod(0.6), pod(0.6), pod(0.6), pod(0.6)],
      count: 3,
    },
    // Exactly 1.1 leave room: 2.2 fill one node to more than that, not two.
    { what: "what fits to a hair", others: [pod(0.6), pod(1.1), pod(1.1)], count: 2 },
    { what: "much memory", others: [pod(0.1, 4000), pod(0.1, 4000), pod(0.1, 4000)], count: 3 },
  ])("are $count for $what", ({ others, count }) => {
    expect(nodesFor([], others, node, 1)).toBe(count);
  });

  it("have room for critical pods, which displace others, and keep some of them on separate nodes", () => {
    expect(nodesFor([group(3, 0.1, true)], [], node, 1)).toBe(3);
    expect(nodesFor([group(3, 0.1)], [], node, 1)).toBe(1);
    // The displaced pod then needs room, which the nodes of the two pods of 1 vCPU do not have.
    expect(nodesFor([group(2, 1, true)], [pod(1)], node, 1)).toBe(3);
  });

  it("are undefined if a pod is larger than a node", () => {
    expect(nodesFor([], [pod(1.8)], node, 1)).toBeUndefined();
    expect(nodesFor([], [pod(0.1, 6001)], node, 1)).toBeUndefined();
    expect(nodesFor([group(1, 1.8)], [], node, 1)).toBeUndefined();
  });
});

interface Placed {
  readonly size: PodSize;
  /** Number of its group; undefined for a pod that is not critical. */
  readonly group: number | undefined;
  readonly apart: boolean;
}

const milli = ({ cpu }: PodSize) => Math.round(cpu * 1000);

/** A worst-case scheduler: it takes any node with room, in any order, and places displaced pods again. */
function stranded(pods: readonly Placed[], count: number, pick: (below: number) => number): boolean {
  const nodes: Placed[][] = Array.from({ length: count }, () => []);
  const room = (on: readonly Placed[], { size }: Placed) =>
    on.reduce((sum, each) => sum + milli(each.size), milli(size)) <= milli(node) &&
    on.reduce((sum, each) => sum + each.size.memoryMiB, size.memoryMiB) <= node.memoryMiB;
  const allowed = (on: readonly Placed[], { apart, group }: Placed) =>
    !apart || on.every((each) => each.group !== group);
  const waiting = [...pods];
  while (waiting.length > 0) {
    const [next] = waiting.splice(pick(waiting.length), 1);
    if (next === undefined) return true;
    const open = nodes.filter((on) => allowed(on, next));
    const free = open.filter((on) => room(on, next));
    // Only critical pods displace others, and only pods that are not critical.
    const displaceable =
      next.group === undefined
        ? []
        : open.filter((on) =>
            room(
              on.filter(({ group }) => group !== undefined),
              next,
            ),
          );
    const usable = free.length > 0 ? free : displaceable;
    const on = usable[pick(usable.length)];
    if (on === undefined) return true;
    while (!room(on, next)) {
      const at = on.findIndex(({ group }) => group === undefined);
      waiting.push(...on.splice(at, 1));
    }
    on.push(next);
  }
  return false;
}

describe("nodes for any pods", () => {
  const size = fc.record({
    cpu: fc.integer({ min: 0, max: 1700 }).map((millis) => millis / 1000),
    memoryMiB: fc.integer({ min: 0, max: 6000 }),
  });
  const critical = fc.array(
    fc
      .tuple(size, fc.integer({ min: 1, max: 3 }), fc.boolean())
      .map(([asks, pods, apart]): CriticalPods => ({ ...asks, pods, apart })),
    { maxLength: 3 },
  );
  const others = fc.array(size, { maxLength: 8 });

  it("have room for all pods however the scheduler spreads them", () => {
    const picks = fc.infiniteStream(fc.nat());
    fc.assert(
      fc.property(critical, others, picks, (critical, others, picks) => {
        const pods: Placed[] = [
          ...critical.flatMap(({ pods, apart, ...size }, group) =>
            Array.from({ length: pods }, () => ({ size, group, apart })),
          ),
          ...others.map((size) => ({ size, group: undefined, apart: false })),
        ];
        const count = nodesFor(critical, others, node, 1) ?? 0;
        const pick = (below: number) => (picks.next().value ?? 0) % Math.max(1, below);
        expect(stranded(pods, count, pick)).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("have at least the sum of the requests, and are not fewer with one more pod", () => {
    fc.assert(
      fc.property(critical, others, size, (critical, others, more) => {
        const count = nodesFor(critical, others, node, 1) ?? 0;
        const all = [
          ...critical.flatMap(({ pods, ...each }) => Array.from({ length: pods }, () => each)),
          ...others,
        ];
        expect(count * milli(node)).toBeGreaterThanOrEqual(all.reduce((sum, each) => sum + milli(each), 0));
        expect(nodesFor(critical, [...others, more], node, 1)).toBeGreaterThanOrEqual(count);
      }),
    );
  });
});
