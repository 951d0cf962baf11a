/** Pipelines for the command line: `pipeline generate` makes one for the fleet, and `pipeline lint` checks one against it. */
export { fleetOf } from "./fleet-runner";
export { generate } from "./generate/generate";
export { lint } from "./lint/lint";
export { localFiles, readBounded, repositoryOf, repositoryPath } from "./include/local-files";
export { codeQuality, lintText, problemsText } from "./lint/report";
