import { expect, it } from "vitest";
import { tableLines } from "../../src/html/text-table";

it("pads columns to their longest cell, and aligns the chosen ones to the right", () => {
  const rows = [
    ["RUNNER", "JOBS", "STATE"],
    ["fast", "7", "ok"],
    ["very slow", "10", ""],
  ];
  expect(tableLines(rows)).toEqual(["RUNNER     JOBS  STATE", "fast       7     ok", "very slow  10"]);
  expect(tableLines(rows, (column) => column === 1)).toEqual([
    "RUNNER     JOBS  STATE",
    "fast          7  ok",
    "very slow    10",
  ]);
  expect(tableLines([])).toEqual([]);
});
