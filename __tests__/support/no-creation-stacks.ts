/**
 * cdktf records a stack trace for each reference. Vite translates every one of them back to TypeScript, which takes a
 * fifth of the CPU of the unit tests, and no test reads them.
 */
import { createRequire } from "node:module";

const traces: unknown = createRequire(import.meta.url)("cdktf/lib/tokens/private/stack-trace");
if (typeof traces !== "object" || traces === null || !("captureStackTrace" in traces))
  throw new Error("cdktf keeps captureStackTrace elsewhere now");
traces.captureStackTrace = () => [];
