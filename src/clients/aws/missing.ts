/** Turns the error that a resource does not exist into an answer. */

/** Error codes that mean that a resource does not exist, by service. */
export const missingCodes = {
  eks: ["ResourceNotFoundException"],
  events: ["ResourceNotFoundException"],
  iam: ["NoSuchEntity", "NoSuchEntityException"],
  logs: ["ResourceNotFoundException"],
  sqs: ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The code of an error of AWS; empty for any other error. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** @returns undefined if AWS answers that the resource does not exist. A listed one may be deleted by now */
export async function unlessMissing<T>(
  codes: readonly string[],
  request: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (codes.includes(errorName(error))) return undefined;
    throw error;
  }
}

/** Describes each item, and leaves out those that were deleted in the meantime. */
export async function eachUnlessMissing<A, T>(
  codes: readonly string[],
  items: readonly A[],
  describe: (item: A) => Promise<T>,
): Promise<T[]> {
  const found = await Promise.all(items.map((item) => unlessMissing(codes, () => describe(item))));
  return found.filter((each) => each !== undefined);
}
