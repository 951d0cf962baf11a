/**
 * Checks the requirements of other tests. CI must meet all of them. A user's machine may lack some; the test report then
 * contains the reason as an annotation, and nothing is printed.
 */
import type { TestContext } from "vitest";

/** Returns the missing requirements in CI, and an empty list on a user's machine. */
export async function missingInCi(
  missing: readonly string[],
  context: TestContext,
): Promise<readonly string[]> {
  if (missing.length > 0) await context.annotate(`missing: ${missing.join("; ")}`);
  return (process.env.CI ?? "") === "" ? [] : missing;
}
