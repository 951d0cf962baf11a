/** A function of Node's own modules, put in another's place for as long as something is tried: the modules are shared. */
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import { vi } from "vitest";

export function withSpy(spy: { readonly mockRestore: () => void }, use: () => void): void {
  // Who imports the function by its name gets it as well.
  syncBuiltinESMExports();
  try {
    use();
  } finally {
    spy.mockRestore();
    syncBuiltinESMExports();
  }
}

/** As it is for a user whom passwd does not know. */
export function withoutUserName(use: () => void): void {
  const spy = vi.spyOn(os, "userInfo").mockImplementation(() => {
    throw new Error("ENOENT: no such file or directory, uv_os_get_passwd");
  });
  withSpy(spy, use);
}
