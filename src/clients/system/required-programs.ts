/** The oldest supported versions of programs. Terraform's is in `modules/pins.ts`. Read 2026-11-24. */
export const oldest = {
  /** 2.31 added GIT_CONFIG_COUNT, which makes Terraform's git use the local copy of the modules. */
  git: { version: "2.31", source: "https://git-scm.com/docs/git-config#ENVIRONMENT", level: "error" },
  /** Early releases of version 1 print a token of a removed API version; later releases of version 1 work. */
  aws: {
    version: "2",
    source: "https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    level: "warning",
  },
  /**
   * For the released file, because the AWS clients need it; `engines` of the released package comes from it. The sources
   * need the version in package.json.
   */
  node: { version: "20", source: "package.json of the release, engines" },
} as const;
