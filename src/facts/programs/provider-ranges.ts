/**
 * The provider versions that the pinned modules accept and work with. `below` is the first major version that breaks a
 * module, or that was not tried.
 */
import type { FactTable } from "../fact-table";
import type { PinnedProvider } from "../../../modules/pins";

export const providerRangesTable = {
  name: "Provider versions that the pinned modules accept",
  readOn: "2026-11-24",
  sources: [
    "terraform-aws-modules/terraform-aws-eks@v19.21.0:versions.tf",
    "aws-ia/terraform-aws-eks-blueprints@v4.29.0:modules/kubernetes-addons/versions.tf",
  ],
  lookAt: "https://registry.terraform.io/providers/hashicorp/aws/latest",
} as const satisfies FactTable;

interface ProviderRange {
  readonly from: string;
  readonly below: string;
  /** Why the limits are these. */
  readonly reason: string;
}

export const providerRanges: Readonly<Record<PinnedProvider, ProviderRange>> = {
  // Sources: terraform-aws-eks@v19.21.0:versions.tf; terraform-aws-eks issue 3383; terraform-provider-aws PR 42340.
  aws: {
    from: "4.57.0",
    below: "6.0.0",
    reason: "eks 19.21.0 needs 4.57; eks and vpc write arguments that 6.0 removed",
  },
  // Sources: terraform-aws-eks-blueprints@v4.29.0:modules/kubernetes-addons/versions.tf; helm CHANGELOG 3.0.0.
  helm: {
    from: "2.4.1",
    below: "3.0.0",
    reason: "the add-ons module needs 2.4.1 and writes blocks that 3.0 made attributes",
  },
  // Sources: terraform-aws-eks@v19.21.0:versions.tf; kubernetes CHANGELOG 2.36.0 for data_wo, 3.0.0.
  kubernetes: {
    from: "2.36.0",
    below: "3.0.0",
    reason: "write-only secrets need 2.36.0; the modules use resources that 3.0 deprecates",
  },
  // Source: terraform-aws-eks-blueprints@v4.29.0:examples/karpenter/versions.tf.
  kubectl: { from: "1.14.0", below: "2.0.0", reason: "the published example needs 1.14" },
  // Source: terraform-aws-eks@v19.21.0:versions.tf.
  time: { from: "0.9.0", below: "1.0.0", reason: "eks 19.21.0 needs 0.9" },
  tls: { from: "3.0.0", below: "5.0.0", reason: "eks 19.21.0 needs 3.0" },
  // Source: terraform-aws-eks@v19.21.0:modules/_user_data/versions.tf.
  cloudinit: { from: "2.0.0", below: "3.0.0", reason: "eks 19.21.0 needs 2.0" },
};
