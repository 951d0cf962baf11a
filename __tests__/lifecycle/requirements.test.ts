import { expect, it } from "vitest";
import { findRequirements } from "../../src/emulator/requirements";

it("finds all that an emulator needs; only a user's own machine may lack some of it", async () => {
  const requirements = await findRequirements();
  const missing = requirements.ok ? [] : requirements.missing;
  if (missing.length > 0)
    console.warn(`Skipped: all tests on the emulator. They need\n  ${missing.join("\n  ")}`);
  const isCi = (process.env.CI ?? "") !== "";
  expect(isCi ? missing : []).toEqual([]);
});
