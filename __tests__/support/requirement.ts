/**
 * For a test that states what other tests need: CI must have all of it. A user's machine may lack some; the report then
 * carries the reason as an annotation of the test, and nothing is printed.
 */
import type { TestContext } from "vitest";

/** @returns what is missing in CI; nothing on a user's machine */
export async function missingInCi(
  missing: readonly string[],
  context: TestContext,
): Promise<readonly string[]> {
  if (missing.length > 0) await context.annotate(`missing: ${missing.join("; ")}`);
  return (process.env.CI ?? "") === "" ? [] : missing;
}
