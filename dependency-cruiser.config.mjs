/**
 * Which folder may import which. Imports point one way, from the command line down to the facts, and never in a circle;
 * an import of a type counts as any other. `npm run lint` checks it.
 */

/** From the ground up: a folder may import itself and every folder before it. A folder that is missing here may import nothing. */
const layers = [
  "modules",
  "src/html",
  "src/facts",
  "src/config",
  "src/clients",
  "src/review",
  "src/fleet",
  "src/migrate",
  "src/emulator",
  "src/constructs",
  "src/stacks",
  "src/run",
  "src/check",
  "src/bootstrap",
  "src/cli",
  "src/release",
];

const inside = (folders) => `^(${folders.join("|")})/`;

export default {
  forbidden: [
    {
      name: "no-cycle",
      comment: "Move what both files take into a third one.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "known-folder",
      comment: "Give the new folder its place in the layers of dependency-cruiser.config.mjs.",
      severity: "error",
      from: { path: "^(src|modules)/", pathNot: inside(layers) },
      to: { path: "^(src|modules)/" },
    },
    ...layers.slice(0, -1).map((folder, at) => ({
      name: `${folder.replace("src/", "")}-imports-down`,
      comment: "Move what is taken down to a folder that both may import.",
      severity: "error",
      from: { path: inside([folder]) },
      to: { path: inside(layers.slice(at + 1)) },
    })),
    {
      name: "cdktf-is-confined",
      comment: "cdktf is archived upstream: all but these folders must outlive it.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(constructs|stacks)/" },
      to: { path: "^node_modules/(cdktf|@cdktf|constructs)/" },
    },
    {
      name: "tests-stay-outside",
      comment: "What is released must not depend on a test.",
      severity: "error",
      from: { path: "^(src|modules)/|^main[.]ts$" },
      to: { path: "^__tests__/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
