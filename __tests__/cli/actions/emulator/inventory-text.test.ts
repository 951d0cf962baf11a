import { describe, expect, it } from "vitest";
import { contentsText } from "../../../../src/cli/actions/emulator/inventory-text";

describe("what an emulator holds", () => {
  it("is counted by kind, and releases are listed by name", () => {
    const text = contentsText({
      aws: [
        { service: "ec2", kind: "subnet", id: "subnet-1" },
        { service: "ec2", kind: "subnet", id: "subnet-2" },
        { service: "eks", kind: "cluster", id: "ci" },
      ],
      cluster: [
        { type: "helm_release", identity: "gitlab-runner/a" },
        { type: "kubectl_manifest", identity: "NodePool/spot" },
        { type: "kubernetes_service_account_v1", identity: "karpenter/karpenter" },
      ],
    });
    expect(text).toBe(
      "  AWS         2 x ec2 subnet, eks cluster\n" +
        "  Kubernetes  NodePool, service account\n" +
        "  Helm        gitlab-runner/a\n",
    );
  });

  it("is nothing in an empty emulator", () => {
    expect(contentsText({ aws: [], cluster: [] })).toBe(
      "  AWS         nothing\n  Kubernetes  nothing\n  Helm        nothing\n",
    );
  });
});
