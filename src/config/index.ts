/** What the rest of the project uses of the configuration. */
export { configFile, loadConfig, type LoadOptions, type LoadResult } from "./load";
export { parseConfig, type ParseOptions, type ParseResult } from "./parse";
export { formatProblems, problemsToJson, severityOf, type Problem, type ProblemCode } from "./problems";
export { maskText } from "./mask";
export { managerNamespace } from "./resolved";
export type {
  Config,
  CreatedNetwork,
  ExistingNetwork,
  FargateProfile,
  Manager,
  ResolvedState,
  Runner,
  Versions,
  Zones,
} from "./resolved";
export { configSchema, type ConfigInput } from "./schema";
