/** What the command line uses of pipelines: one made for the fleet, and one held against it. */
export { fleetOf } from "./fleet-runner";
export { generate } from "./generate/generate";
export { lint } from "./lint/lint";
export { localFiles, readBounded, repositoryOf, repositoryPath } from "./include/local-files";
export { codeQuality, lintText, problemsText } from "./lint/report";
