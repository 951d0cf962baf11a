/** Checks that the release workflows publish the files of `npm run release`, and only from a tag. */
import { existsSync, readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

const checker = resolve("node_modules/.cache/checkov/bin/check-jsonschema");
const files = {
  "github-workflows": "examples/release/github-workflow.yml",
  "gitlab-ci": "examples/release/gitlab-ci.yml",
} as const;

const made = [
  "dist/glrunner.cjs",
  "dist/glrunner.cjs.sha256",
  "dist/glrunner.cdx.json",
  "dist/glrunner-*.tgz",
  "dist/bootstrap.sh",
  "dist/Containerfile",
  "dist/RELEASE_NOTES.md",
  "dist/SHA256SUMS",
];

const github = z
  .object({
    jobs: z.record(
      z.string(),
      z.looseObject({
        if: z.string().optional(),
        permissions: z.record(z.string(), z.string()),
        steps: z.array(
          z.looseObject({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() }),
        ),
      }),
    ),
  })
  .parse(parse(readFileSync(files["github-workflows"], "utf8")));

const gitlab = z.record(z.string(), z.unknown()).parse(parse(readFileSync(files["gitlab-ci"], "utf8")));

describe.skipIf(!existsSync(checker))("the published schemas", () => {
  it.each(Object.entries(files))("of %s accept %s", (schema, file) => {
    const gitlabs = ["--data-transform", "gitlab-ci", "--regex-variant", "nonunicode"];
    const options = ["--builtin-schema", `vendor.${schema}`, ...(schema === "gitlab-ci" ? gitlabs : [])];
    const { status, stdout } = spawnSync(checker, [...options, file], { encoding: "utf8" });
    expect(status === 0 ? "" : stdout).toBe("");
  });
});

describe("the release workflows", () => {
  it("keep and attest every file", () => {
    const steps = github.jobs.build?.steps ?? [];
    const kept = steps.find(({ uses = "" }) => uses.startsWith("actions/upload-artifact@"));
    expect(String(kept?.with?.path).trim().split("\n")).toEqual(made);
    const attested = steps.find(({ uses = "" }) => uses.startsWith("actions/attest-build-provenance@"));
    expect(attested?.with).toEqual({ "subject-checksums": "dist/SHA256SUMS" });
    expect(gitlab["release:build"]).toMatchObject({ artifacts: { paths: made } });
  });

  it("publish only from a tag, without a stored token", () => {
    expect(github.jobs.publish?.if).toBe("github.ref_type == 'tag'");
    expect(github.jobs.build?.permissions).toEqual({
      contents: "read",
      "id-token": "write",
      attestations: "write",
    });
    expect(gitlab["release:publish"]).toMatchObject({
      rules: [{ if: "$CI_COMMIT_TAG =~ /^v/", when: "manual" }],
    });
    const text = Object.values(files)
      .map((file) => readFileSync(file, "utf8"))
      .join("");
    expect(text).not.toMatch(/NODE_AUTH_TOKEN|NPM_TOKEN/);
  });
});
