/** Starts the released file: compiles its program with V8's cache of an earlier call, and runs it. */
import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import { codeCache, codeCacheFolder } from "./code-cache";
import { programIn, programText } from "./program-comment";

/** The exit code of a refused command line, for which no cache is kept, because it may name anything. */
const refused = 2;
/** Seconds. A longer call would not gain from a cache. */
const shortCall = 10;

const program = programIn(readFileSync(__filename));
const folder = codeCacheFolder(process.env);
const cache = folder === undefined ? undefined : codeCache(folder, process.argv[2], program);
const parameters = "exports, require, module, __filename, __dirname";
const kept = cache?.read();
const script = new Script(`(function (${parameters}) {${programText(program)}\n})`, {
  filename: __filename,
  cachedData: kept,
});
if (cache !== undefined && (kept === undefined || script.cachedDataRejected === true)) {
  process.once("exit", (code) => {
    if (code !== refused && process.uptime() < shortCall) cache.keep(script.createCachedData());
  });
}
const run: unknown = script.runInThisContext();
if (typeof run === "function") Reflect.apply(run, exports, [exports, require, module, __filename, __dirname]);
