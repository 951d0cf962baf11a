import { expect, it } from "vitest";
import { findRequirements } from "../../src/emulator/requirements";
import { missingInCi } from "../support/requirement";

const requirements = await findRequirements();
it("CI can start an emulator", async (context) => {
  expect(await missingInCi(requirements.ok ? [] : requirements.missing, context)).toEqual([]);
});
