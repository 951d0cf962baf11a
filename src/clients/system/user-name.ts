/** Whose process this is. A container may run under a number that no entry of passwd has: then that number. */
import { userInfo } from "node:os";

export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}
