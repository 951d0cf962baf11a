/** Reading a configuration, for the rest of the project. */
export { configFile, loadConfig, type LoadResult } from "./input/load";
export { parseConfig, type ParseOptions, type ParseResult } from "./input/parse";
export {
  formatProblems,
  problemLine,
  problemRows,
  problemsText,
  severityOf,
  type Problem,
  type ProblemCode,
} from "./input/problems";
export { maskText } from "./mask";
export { managerNamespace } from "./config";
export type { Config, CreatedNetwork, ExistingNetwork, Runner } from "./config";
export { type ConfigInput } from "./schema";
