/** The user of this process. */
import { userInfo } from "node:os";

/** The user's name, or the user id if passwd has no entry for it, as in some containers. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}
