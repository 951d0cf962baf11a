import { expect, it } from "vitest";
import { leftovers, type InventoryRow } from "../../../src/emulator/aws/inventory";

const row = (id: string): InventoryRow => ({ service: "ec2", kind: "vpc", id, tags: {} });

it("tells only what came since, also of another kind with the same id", () => {
  const queue: InventoryRow = { service: "sqs", kind: "queue", id: "vpc-1", tags: {} };
  expect(leftovers([row("vpc-1"), row("vpc-2")], [row("vpc-1"), row("vpc-3"), queue])).toEqual([
    row("vpc-3"),
    queue,
  ]);
});
