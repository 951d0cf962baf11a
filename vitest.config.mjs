import { defineConfig } from "vitest/config";

/** Two groups, one after the other: what is computed, then what starts Terraform and cdktf, one file at a time. */
export default defineConfig({
  test: {
    environment: "node",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["__tests__/**/*.test.ts"],
          exclude: ["__tests__/e2e/**"],
          testTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["__tests__/e2e/**/*.test.ts"],
          fileParallelism: false,
          // A later test continues what an earlier one deployed.
          bail: 0,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
