/** Oldest supported versions of the programs other than Terraform, whose version is with the pins. Read 2026-11-24. */
export const oldest = {
  /** GIT_CONFIG_COUNT, with which Terraform's git takes the local copy of the modules. */
  git: { version: "2.31", source: "https://git-scm.com/docs/git-config#ENVIRONMENT", level: "error" },
  /** Early releases of version 1 print a token of an API version that is no more; its late ones work. */
  aws: {
    version: "2",
    source: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    level: "warning",
  },
  /**
   * Of the released file; `engines` of its package is made from it. The AWS clients need it. Working on the sources takes
   * what package.json says.
   */
  node: { version: "20", source: "package.json of the release, engines" },
} as const;
