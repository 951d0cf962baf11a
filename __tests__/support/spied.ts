/** Replaces functions of Node's built-in modules for the duration of a call. All tests of a process share these modules. */
import { syncBuiltinESMExports } from "node:module";
import os from "node:os";
import { vi } from "vitest";

/** Calls `use` while the spy is active, then restores the original function. */
export function withSpy(spy: { readonly mockRestore: () => void }, use: () => void): void {
  // Modules that import the function by name get the spy too.
  syncBuiltinESMExports();
  try {
    use();
  } finally {
    spy.mockRestore();
    syncBuiltinESMExports();
  }
}

/** Calls `use` as a user without an entry in /etc/passwd, for whom `os.userInfo` fails. */
export function withoutUserName(use: () => void): void {
  const spy = vi.spyOn(os, "userInfo").mockImplementation(() => {
    throw new Error("ENOENT: no such file or directory, uv_os_get_passwd");
  });
  withSpy(spy, use);
}
