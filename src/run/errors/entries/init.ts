/** Failures of `terraform init`, and of commands that run without it. */
import { networkFailure, retry, stop, type CatalogueEntry } from "../entry";

const networkOrServerFailure = new RegExp(
  `${networkFailure.source}|context deadline exceeded|\\b(429|50[0234]) (Too Many|Internal|Bad|Service|Gateway)|returned error: 50\\d`,
  "i",
);

export const initErrors: readonly CatalogueEntry[] = [
  {
    id: "registry-unreachable",
    matches: [
      /Failed to query available provider packages|Failed to install provider|Error accessing remote module registry|Failed to download module|Could not download module/,
      networkOrServerFailure,
    ],
    stages: "all",
    during: ["init"],
    cause: "This machine cannot connect to the registry of providers and modules, or to GitHub.",
    action: retry(3, 20, "A network usually recovers within a minute; nothing was changed."),
    fix: "If it persists: check the network and HTTPS_PROXY; `curl -I https://registry.terraform.io` (OpenTofu: registry.opentofu.org) must succeed. Then run `glrunner resume`.",
    link: "https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation",
    example: `Error: Failed to query available provider packages

Could not retrieve the list of available versions for provider hashicorp/aws:
could not connect to registry.terraform.io: failed to request discovery
document: Get "https://registry.terraform.io/.well-known/terraform.json":
dial tcp: lookup registry.terraform.io on 10.0.0.2:53: no such host`,
  },
  {
    id: "provider-checksum",
    matches: [/do(esn't|es not) match any of the checksums/],
    stages: "all",
    cause:
      "A provider on this disk does not match the dependency lock file: it is damaged, or built for another platform.",
    action: stop,
    fix: "Delete the provider cache and `.terraform` in the stage's folder, then run `glrunner deploy`. If it persists, do not continue: the provider was changed at its source.",
    link: "https://developer.hashicorp.com/terraform/language/files/dependency-lock#checksum-verification",
    example: `Error: Failed to install provider

Error while installing hashicorp/aws: the local package for
registry.terraform.io/hashicorp/aws doesn't match any of the
checksums previously recorded in the dependency lock file (this might be
because the available checksums are for packages targeting different
platforms)`,
  },
  {
    id: "terraform-too-old",
    matches: [
      /Unsupported Terraform Core version|state snapshot was created by Terraform v\S+, which is newer than/,
    ],
    stages: "all",
    cause: "The installed Terraform is older than the version that the configuration or the state requires.",
    action: stop,
    fix: "Install Terraform 1.11 or later, then run `glrunner resume`. `glrunner check` reports the installed version.",
    link: "https://developer.hashicorp.com/terraform/install",
    example: `Error: Unsupported Terraform Core version

This configuration does not support Terraform version 1.4.5. To proceed, either choose another supported Terraform version or update this version constraint.`,
  },
  {
    id: "not-initialised",
    matches: [
      /Required plugins are not installed|Inconsistent dependency lock file|Module not installed|Module source has changed/,
    ],
    stages: "all",
    during: ["plan", "apply", "destroy"],
    cause:
      "The stage's folder lacks the providers or modules of its configuration: init did not run, or a cache was deleted.",
    action: stop,
    fix: "Run `glrunner deploy`, which runs init, or `terraform init` in the stage's folder.",
    link: "https://developer.hashicorp.com/terraform/cli/init",
    example: `Error: Required plugins are not installed

The installed provider plugins are not consistent with the packages selected in the dependency lock file:
  - registry.terraform.io/hashicorp/aws: there is no package for registry.terraform.io/hashicorp/aws cached in .terraform/providers

Terraform uses external plugins to integrate with a variety of different infrastructure services. You must install the required plugins before running Terraform operations.`,
  },
];
