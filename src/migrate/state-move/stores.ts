/** Several states at once: each call of Terraform takes its time, most of it waiting. */
import type { StackState } from "./stacks";
import { openStore, type StateStore, type StoreOptions } from "./store";

/** All of them, or none is left open. */
export async function openStores(
  stacks: readonly StackState[],
  options: StoreOptions,
): Promise<readonly StateStore[]> {
  const results = await Promise.allSettled(stacks.map((stack) => openStore(stack, options)));
  try {
    return valuesOf(results);
  } catch (error) {
    for (const result of results) if (result.status === "fulfilled") result.value.close();
    throw error;
  }
}

/** In their order, and only when all have ended: what one of them uses may be closed after the first problem. */
export async function forAll<T>(
  stores: readonly StateStore[],
  work: (store: StateStore) => Promise<T>,
): Promise<readonly (readonly [StateStore, T])[]> {
  return valuesOf(await Promise.allSettled(stores.map(async (store) => [store, await work(store)] as const)));
}

function valuesOf<T>(results: readonly PromiseSettledResult<T>[]): T[] {
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}
