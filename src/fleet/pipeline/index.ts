/** What the command line uses of pipelines: one made for the fleet, and one held against it. */
export { fleetOf } from "./fleet";
export { generate } from "./generate";
export { lint } from "./lint";
export { localFiles, readBounded, repositoryOf, repositoryPath } from "./local-files";
export { codeQuality, lintText, problemsText } from "./report";
