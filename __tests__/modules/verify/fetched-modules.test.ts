import { describe, expect, it } from "vitest";
import {
  checkFetchedModules,
  type Evidence,
  type FetchedModule,
} from "../../../modules/verify/fetched-modules";
import { modulePins } from "../../../modules/pins";

const root: FetchedModule = { Key: "", Source: "", Dir: "." };
const registry = "registry.terraform.io/";
const addons: FetchedModule = {
  Key: "addons",
  Source: modulePins["kubernetes-addons"].source,
  Dir: ".terraform/modules/addons/modules/kubernetes-addons",
};
const vpc: FetchedModule = {
  Key: "vpc",
  Source: registry + modulePins.vpc.source,
  Version: modulePins.vpc.version,
  Dir: ".terraform/modules/vpc",
};
const pinned = modulePins["kubernetes-addons"].commit;
const other = "f".repeat(40);
const blueprints = "git::https://github.com/aws-ia/terraform-aws-eks-blueprints.git";

function evidence(
  commits: Readonly<Record<string, string>> = {},
  constraints: Readonly<Record<string, string>> = {},
): Evidence {
  return {
    checkoutOf: (dir) => {
      const [commit, branch] = commits[dir]?.split(" ") ?? [];
      return commit === undefined ? undefined : { commit, branch };
    },
    constraintOf: (dir, name) => constraints[`${dir} ${name}`],
  };
}

describe("a pinned module", () => {
  const source = addons.Source;

  it("matches by its commit", () => {
    expect(checkFetchedModules([root, addons], evidence({ [addons.Dir]: pinned }))).toEqual([
      { key: "addons", source, kind: "match", commit: pinned },
    ]);
  });

  it("is a mismatch if the commit differs, even under the same tag", () => {
    expect(checkFetchedModules([addons], evidence({ [addons.Dir]: other }))).toEqual([
      { key: "addons", source, kind: "mismatch", expected: pinned, found: other },
    ]);
  });

  it("is recognized under another tag", () => {
    const Source = source.replace(/ref=.*/, "ref=v9.9.9");
    expect(checkFetchedModules([{ ...addons, Source }], evidence({ [addons.Dir]: other }))).toEqual([
      { key: "addons", source: Source, kind: "mismatch", expected: pinned, found: other },
    ]);
  });

  it("is unknown if the registry sent an archive of the right version", () => {
    expect(checkFetchedModules([vpc], evidence())).toEqual([
      { key: "vpc", source: modulePins.vpc.source, kind: "unknown", expected: modulePins.vpc.commit },
    ]);
  });

  it("is a mismatch if the archive has another version", () => {
    expect(checkFetchedModules([{ ...vpc, Version: "9.9.9" }], evidence())).toMatchObject([
      { kind: "mismatch", expected: modulePins.vpc.version, found: "9.9.9" },
    ]);
  });

  it("shares the commit of a package that was fetched once and copied without .git", () => {
    const eks = {
      Key: "eks",
      Source: registry + modulePins.eks.source,
      Dir: "eks",
      Version: modulePins.eks.version,
    };
    const karpenter = { ...eks, Key: "k", Source: registry + modulePins["eks-karpenter"].source, Dir: "k" };
    const { commit } = modulePins.eks;
    expect(checkFetchedModules([karpenter, eks], evidence({ eks: commit }))).toMatchObject([
      { key: "k", kind: "match", commit },
      { key: "eks", kind: "match", commit },
    ]);
    const newer = { ...karpenter, Version: "19.22.0" };
    expect(checkFetchedModules([newer, eks], evidence({ eks: commit }))).toMatchObject([
      { key: "k", kind: "mismatch", found: "19.22.0" },
      { key: "eks", kind: "match" },
    ]);
  });
});

describe("a nested module", () => {
  const nested = (name: string, Source: string, Version?: string): FetchedModule => ({
    Key: `addons.${name}`,
    Source,
    Version,
    Dir: `.terraform/modules/addons.${name}`,
  });
  const check = (module: FetchedModule, seen: Evidence) =>
    checkFetchedModules([addons, module], seen).filter(({ key }) => key !== "addons");

  it("floats if its git source has no ref, as in portworx", () => {
    const source = `${blueprints}//modules/kubernetes-addons/helm-addon`;
    const portworx = nested("portworx.helm_addon", source);
    expect(check(portworx, evidence({ [portworx.Dir]: `${other} main` }))).toEqual([
      { key: "addons.portworx.helm_addon", source, kind: "floats", why: "no ref", found: other },
    ]);
    expect(check(portworx, evidence())).toMatchObject([{ kind: "floats", found: undefined }]);
  });

  it("floats if its ref is a branch, not if HEAD is detached", () => {
    const module = nested("a", "git::https://example.com/a.git?ref=main");
    expect(check(module, evidence({ [module.Dir]: `${other} main` }))).toMatchObject([
      { kind: "floats", why: "branch", found: other },
    ]);
    expect(check(module, evidence({ [module.Dir]: other }))).toEqual([]);
    expect(check(module, evidence())).toEqual([]);
  });

  it.each(["1.2.3", "= 1.2.3", "1.0.0-rc2", " 0.0.6 "])(
    "does not float with the version %j",
    (constraint) => {
      const module = nested("vault", `${registry}hashicorp/vault/aws`, "1.2.3");
      expect(check(module, evidence({}, { [`${addons.Dir} vault`]: constraint }))).toEqual([]);
    },
  );

  it.each(["~> 1.2.3", ">= 1.2.3", "1.2", "1.2.3, < 2", undefined])(
    "floats with the version %j",
    (constraint) => {
      const module = nested("vault", `${registry}hashicorp/vault/aws`, "1.2.4");
      const constraints = constraint === undefined ? {} : { [`${addons.Dir} vault`]: constraint };
      expect(check(module, evidence({}, constraints))).toEqual([
        {
          key: "addons.vault",
          source: "hashicorp/vault/aws",
          kind: "floats",
          why: "no exact version",
          found: "1.2.4",
        },
      ]);
    },
  );

  it.each(["./karpenter", "../../modules/irsa"])(
    "does not float as a local path of its parent: %s",
    (source) => {
      expect(check(nested("local", source), evidence())).toEqual([]);
    },
  );
});
