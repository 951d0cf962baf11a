/** Opens and reads several states at the same time, since Terraform mostly waits for the backend. */
import type { StackState } from "./stacks";
import { openStore, type StateStore, type StoreOptions } from "./store";

/** Opens all stores. If one fails, it closes the others and throws. */
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

/** Results in the order of the stores. It waits for all of them, since the caller closes the stores after an error. */
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
