import { describe, expect, it } from "vitest";
import { modulePins } from "../../../modules/pins";
import { describeFinding, verifyStack } from "../../../modules/verify/verify-stack";
import { folderWith } from "../folder";

const { source, commit } = modulePins["kubernetes-addons"];
const fetched = ".terraform/modules";
const Dir = `${fetched}/addons/modules/kubernetes-addons`;

function stack(head: string): string {
  const Modules = [
    { Key: "", Source: "", Dir: "." },
    { Key: "addons", Source: source, Dir },
    {
      Key: "vpc",
      Source: `registry.terraform.io/${modulePins.vpc.source}`,
      Version: modulePins.vpc.version,
      Dir: `${fetched}/vpc`,
    },
    {
      Key: "addons.vault",
      Source: "registry.terraform.io/hashicorp/vault/aws",
      Version: "1.0.0",
      Dir: `${fetched}/vault`,
    },
    {
      Key: "addons.sysdig",
      Source: "registry.terraform.io/sysdig/sysdig/aws",
      Version: "2.1.0",
      Dir: `${fetched}/sysdig`,
    },
  ];
  return folderWith({
    // The repository of the project around the stack, whose commit is not that of a module.
    ".git/HEAD": "e".repeat(40),
    [`${fetched}/modules.json`]: JSON.stringify({ Modules }),
    [`${fetched}/addons/.git/HEAD`]: `${head}\n`,
    [`${Dir}/main.tf`]:
      'module "vault" {\n  version = "1.0.0"\n}\n\nmodule "sysdig" {\n  version = "~> 2.0"\n}\n',
    [`${fetched}/vpc/main.tf`]: "",
  });
}

describe("verifyStack", () => {
  it("reads the modules that init fetched into the stack's folder", () => {
    expect(verifyStack(stack(commit))?.map(({ key, kind }) => [key, kind])).toEqual([
      ["addons", "match"],
      ["vpc", "unknown"],
      ["addons.sysdig", "floats"],
    ]);
  });

  it("prints each finding on one line", () => {
    const other = "d".repeat(40);
    expect(verifyStack(stack(other))?.map(describeFinding)).toEqual([
      `MISMATCH  addons (${source}): fetched ${other}, pinned is ${commit}`,
      `unknown   vpc (${modulePins.vpc.source}): fetched without git, so only its version is known; pinned is ${modulePins.vpc.commit}`,
      "floats    addons.sysdig (sysdig/sysdig/aws): no exact version, this time 2.1.0",
    ]);
    expect(describeFinding({ key: "a", source: "s", kind: "match", commit })).toBe(
      `ok        a (s): ${commit}`,
    );
  });

  it("returns undefined for a folder that was not initialized", () => {
    expect(verifyStack(folderWith({ "cdk.tf.json": "{}" }))).toBeUndefined();
  });
});
