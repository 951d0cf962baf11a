import { describe, expect, it } from "vitest";
import { z } from "zod";
import { sbomOf } from "../../src/release/sbom";

const project = process.cwd();
const packages = ["node_modules/cdktf/node_modules/jsonify", "node_modules/@msgpack/msgpack"];
const sbom = () => sbomOf(project, { text: "released\n", packages });

const sha512: unknown = expect.stringMatching(/^[\da-f]{128}$/);
const jsonify: unknown = expect.stringMatching(/^pkg:npm\/jsonify@/);

const schema = z.looseObject({ metadata: z.unknown(), components: z.unknown(), dependencies: z.unknown() });

describe("the bill of materials", () => {
  it("lists the file and each included package with licence and checksum", () => {
    const { metadata, components, dependencies } = schema.parse(JSON.parse(sbom()));
    expect(metadata).toMatchObject({
      component: {
        type: "application",
        name: "glrunner",
        // sha256sum of "released\n".
        hashes: [
          { alg: "SHA-256", content: "fdc935e6a3f33abdcfb4f5d7a335d408b2b988e7a5f8411d9f73349d1fab39be" },
        ],
        licenses: [{ license: { id: "Apache-2.0" } }],
      },
    });
    expect(components).toMatchObject([
      { name: "jsonify", licenses: [{ license: { name: "Public Domain" } }] },
      {
        name: "@msgpack/msgpack",
        version: "3.1.3",
        purl: "pkg:npm/%40msgpack/msgpack@3.1.3",
        licenses: [{ license: { id: "ISC" } }],
        hashes: [{ alg: "SHA-512", content: sha512 }],
      },
    ]);
    expect(dependencies).toMatchObject([{ dependsOn: [jsonify, "pkg:npm/%40msgpack/msgpack@3.1.3"] }]);
  });

  it("has no time and no place of its creation", () => {
    expect(sbom()).toBe(sbom());
    expect(sbom()).not.toContain(project);
    expect(sbom()).not.toMatch(/timestamp|serialNumber|20\d\d-\d\d/);
  });
});
