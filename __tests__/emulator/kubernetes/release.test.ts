import { describe, expect, it } from "vitest";
import { failedInstallations, releaseSecret } from "../../../src/emulator/kubernetes/release";
import type { JournalEntry } from "../../../src/emulator/providers/journal";

const stored = { type: "helm_release", identity: "n/r", uid: "u", created: "2026-01-01T00:00:00Z" };

describe("Helm's secret of a release", () => {
  it("has the name and the labels that Helm 3 gives it, and no data", () => {
    const state = {
      name: "r",
      namespace: "n",
      status: "deployed",
      metadata: [{ revision: 1 }],
      values: ["t: 1"],
    };
    expect(releaseSecret({ ...stored, state }, false)).toEqual({
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: "sh.helm.release.v1.r.v1",
        namespace: "n",
        labels: { modifiedAt: "1767225600", name: "r", owner: "helm", status: "deployed", version: "1" },
        uid: "u",
        creationTimestamp: "2026-01-01T00:00:00Z",
      },
      type: "helm.sh/release.v1",
    });
  });

  it("says how the release stands", () => {
    const state = { name: "r", status: "pending-install", metadata: [{ revision: 3 }] };
    const { metadata } = releaseSecret({ ...stored, state }, false);
    expect(metadata).toMatchObject({
      name: "sh.helm.release.v1.r.v3",
      namespace: "default",
      labels: { status: "pending-install", version: "3" },
    });
    expect(releaseSecret({ ...stored, state }, true).metadata.labels).toMatchObject({ status: "failed" });
  });
});

describe("an installation", () => {
  it.each<[string, JournalEntry["action"][], boolean]>([
    ["that failed", ["fail"], true],
    ["that failed twice", ["fail", "fail"], true],
    ["that went well at last", ["fail", "create"], false],
    ["that an update mended", ["fail", "update"], false],
    ["that failed after an uninstallation", ["create", "delete", "fail"], true],
    ["whose update failed", ["create", "fail"], false],
    ["that is gone", ["fail", "delete"], false],
  ])("%s: %j", (_, actions, failed) => {
    const entries = actions.map((action) => ({ action, type: "helm_release", identity: "n/r", values: {} }));
    const other = { action: "fail", type: "kubernetes_secret_v1", identity: "n/s", values: {} } as const;
    expect([...failedInstallations([...entries, other])]).toEqual(failed ? ["n/r"] : []);
  });
});
