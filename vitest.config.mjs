import { basename } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

/** What waits longest begins first: a clean checkout has no record of how long each took. */
const longest = [
  "kills",
  "random-kills",
  "staged-run",
  "whole-life",
  "company",
  "documents",
  "box",
  "cdktf-vpc",
  "emulate",
];

class LongestFirst extends BaseSequencer {
  async sort(files) {
    const place = ({ moduleId }) => {
      const at = longest.indexOf(basename(moduleId, ".test.ts"));
      return at < 0 ? longest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

/**
 * Four groups: what is computed; what starts Terraform, cdktf, moto and a browser, a few at a time; whole lives on the
 * emulator, which take minutes and have a command of their own; and longer ones still, which CI has no time for.
 */
export default defineConfig({
  test: {
    environment: "node",
    reporters: ["default", "./__tests__/support/last-line.ts"],
    sequence: { sequencer: LongestFirst },
    // Versions are pinned: which Node a later AWS SDK will need says nothing of these tests.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["__tests__/**/*.test.ts"],
          exclude: ["__tests__/e2e/**", "__tests__/lifecycle/**", "__tests__/long/**"],
          testTimeout: 30_000,
          setupFiles: ["__tests__/support/cdktf.ts"],
          // No test changes what another one loads, and loading it again for each file takes twice as long as the tests.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["__tests__/e2e/**/*.test.ts"],
          maxWorkers: 3,
          isolate: false,
          // A later test continues what an earlier one deployed.
          bail: 0,
          testTimeout: 300_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "lifecycle",
          include: ["__tests__/lifecycle/**/*.test.ts"],
          // A life waits for most of its time: providers poll what they made. A dozen at once keep two cores busy.
          maxWorkers: 4,
          maxConcurrency: 3,
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: {
          name: "long",
          include: ["__tests__/long/**/*.test.ts"],
          testTimeout: 3_600_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
