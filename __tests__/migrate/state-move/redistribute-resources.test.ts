import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressesIn, parseState, type StateDocument } from "../../../src/clients/terraform/state-document";
import { joinStates, splitState } from "../../../src/migrate/state-move/redistribute-resources";
import { configOf, synthStacks } from "../../support/synth";

type Resource = StateDocument["resources"][number];

const resource = (address: string, more: Partial<Resource> = {}): Resource => {
  const [, module, rest = ""] = /^(module\..+\.)?([^.]+\.[^.]+)$/.exec(address) ?? [];
  const [type = "", name = ""] = rest.split(".");
  return {
    ...(module !== undefined && { module: module.slice(0, -1) }),
    mode: "managed",
    type,
    name,
    instances: [{ attributes: { id: address } }],
    ...more,
  };
};

const state = (...resources: Resource[]): StateDocument => ({
  version: 4,
  terraform_version: "1.11.4",
  serial: 7,
  lineage: "old",
  outputs: { secret: { value: "s3cret" } },
  resources,
});

const declared = new Map([
  ["vpc", new Set(["module.vpc", "terraform_data.region"])],
  ["eks", new Set(["module.eks", "module.karpenter", "terraform_data.region"])],
  ["runners", new Set(["helm_release.fargate", "terraform_data.region"])],
]);
const all = new Set([...declared.values()].flatMap((roots) => [...roots]));

function statesOf(result: ReturnType<typeof splitState>) {
  if (!result.ok) throw new Error("refused");
  return result.states;
}
const addresses = (result: ReturnType<typeof splitState>) =>
  Object.fromEntries([...statesOf(result)].map(([stack, each]) => [stack, addressesIn(each)]));

describe("from single to staged", () => {
  it("moves each resource to the stage that declares it, and the Region guard to every stage with resources", () => {
    const from = state(
      resource("module.vpc.aws_vpc.this"),
      resource('module.eks.module.profile["a"].aws_iam_role.this'),
      resource("terraform_data.region"),
    );
    expect(addresses(splitState(from, declared))).toEqual({
      vpc: ["module.vpc.aws_vpc.this", "terraform_data.region"],
      eks: ['module.eks.module.profile["a"].aws_iam_role.this', "terraform_data.region"],
    });
  });

  it("keeps attributes, drops data sources, outputs and dependencies on other stages", () => {
    const from = state(
      resource("module.vpc.aws_vpc.this"),
      resource("module.eks.aws_eks_cluster.this", {
        instances: [
          {
            attributes: { id: "c", tags: { a: null } },
            private: "cHJpdmF0ZQ==",
            dependencies: [
              "data.aws_partition.current",
              "module.eks.aws_iam_role.this",
              "module.vpc.aws_vpc.this",
            ],
          },
        ],
      }),
      resource("helm_release.fargate", {
        instances: [{ attributes: {}, dependencies: ["module.eks.aws_eks_cluster.this"] }],
      }),
      resource("module.eks.aws_partition.current", { mode: "data" }),
    );
    const states = statesOf(splitState(from, declared));
    expect(states.get("eks")).toEqual({
      version: 4,
      terraform_version: "1.11.4",
      serial: 1,
      lineage: "",
      outputs: {},
      check_results: null,
      resources: [
        resource("module.eks.aws_eks_cluster.this", {
          instances: [
            {
              attributes: { id: "c", tags: { a: null } },
              private: "cHJpdmF0ZQ==",
              dependencies: ["module.eks.aws_iam_role.this"],
            },
          ],
        }),
      ],
    });
    expect(states.get("runners")?.resources[0]?.instances).toEqual([{ attributes: {} }]);
  });

  it("refuses resources that no stage or two stages declare", () => {
    const from = state(
      resource("module.vpc.aws_vpc.this"),
      resource("module.gone.aws_vpc.a"),
      resource("module.gone.aws_vpc.b"),
      resource("helm_release.fargate"),
    );
    const twice = new Map([...declared, ["addons", new Set(["helm_release.fargate"])]]);
    expect(splitState(from, twice)).toEqual({
      ok: false,
      undeclared: ["module.gone"],
      ambiguous: ["helm_release.fargate"],
    });
  });
});

describe("from staged to single", () => {
  it("keeps one Region guard", () => {
    const states = [
      state(resource("module.vpc.aws_vpc.this"), resource("terraform_data.region")),
      state(resource("terraform_data.region"), resource("module.eks.aws_eks_cluster.this")),
    ];
    expect(addresses(joinStates(states, "single", all))).toEqual({
      single: ["module.eks.aws_eks_cluster.this", "module.vpc.aws_vpc.this", "terraform_data.region"],
    });
  });

  it("refuses a resource in two states, and one that the root does not declare", () => {
    const states = [
      state(resource("helm_release.fargate")),
      state(resource("helm_release.fargate"), resource("a.b")),
    ];
    expect(joinStates(states, "single", all)).toEqual({
      ok: false,
      undeclared: ["a.b"],
      ambiguous: ["helm_release.fargate"],
    });
  });
});

it("loses and duplicates nothing, there and back", () => {
  const stacks = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 });
  const anyState = fc
    .uniqueArray(
      fc.record({
        root: fc.constantFrom("module.m1", "module.m2", "r.x", "r.y"),
        below: fc.constantFrom("", '.module.n["k.[1]"]', ".module.n[0]"),
        name: fc.constantFrom("one", "two"),
        keys: fc.uniqueArray(fc.oneof(fc.string(), fc.nat(3)), { minLength: 1, maxLength: 3 }),
      }),
      {
        minLength: 1,
        selector: ({ root, below, name }) => (root.startsWith("m") ? root + below + name : root),
      },
    )
    .map((each) =>
      state(
        ...each.map(({ root, below, name, keys }) =>
          resource(root.startsWith("m") ? `${root}.t.${name}` : root, {
            ...(root.startsWith("m") && { module: root + below }),
            instances: keys.map((key) => ({ index_key: key, attributes: {} })),
          }),
        ),
      ),
    );
  fc.assert(
    fc.property(
      anyState,
      stacks,
      fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
      (from, names, homes) => {
        const roots = ["module.m1", "module.m2", "r.x", "r.y"];
        const places = new Map<string, Set<string>>(names.map((name) => [name, new Set<string>()]));
        roots.forEach((root, index) =>
          places.get(names[(homes[index] ?? 0) % names.length] ?? "")?.add(root),
        );
        const split = statesOf(splitState(from, places));
        const parts = [...split.values()];
        expect(parts.flatMap(addressesIn).sort()).toEqual(addressesIn(from));
        expect(addresses(joinStates(parts, "single", new Set(roots)))).toEqual({ single: addressesIn(from) });
      },
    ),
  );
});

it.each(["current", "tutorial"])(
  "declares every root address of version set %s in exactly one stage",
  (set) => {
    const raw = (layout: string) => ({
      name: "glrunner",
      region: "us-west-2",
      layout,
      versions: { set },
      runners: [{ name: "fargate", token: "env:TF_VAR_fargate_token", compute: "fargate", concurrent: 200 }],
    });
    const rootsOf = (layout: string) =>
      Object.values(synthStacks(configOf(raw(layout)))).flatMap(({ module, resource: resources }) => [
        ...Object.keys(module),
        ...Object.entries(resources).flatMap(([type, named]) =>
          Object.keys(named).map((name) => `${type}.${name}`),
        ),
      ]);
    const guard = "terraform_data.region";
    const staged = rootsOf("staged").filter((root) => root !== guard);
    expect(staged.sort()).toEqual(
      rootsOf("single")
        .filter((root) => root !== guard)
        .sort(),
    );
  },
);

describe("a state as text", () => {
  const text = (more: string) =>
    `{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"l","outputs":{},"resources":[]${more}}`;

  it("is read with its unknown fields", () => {
    expect(parseState(text(',"check_results":[{"status":"pass"}]'))).toMatchObject({
      ok: true,
      state: { check_results: [{ status: "pass" }] },
    });
  });

  it("is refused if a number in it would change, but not for a string that looks like a number", () => {
    expect(parseState(text(',"a":9007199254740991,"b":1.5,"c":"12345678901234567890"'))).toMatchObject({
      ok: true,
    });
    for (const number of ["12345678901234567890", "0.12345678901234567"]) {
      expect(parseState(text(`,"a":${number}`))).toEqual({
        ok: false,
        message: "holds a number that cannot be copied exactly",
      });
    }
  });

  it("is refused without quoting it", () => {
    for (const broken of ['{"version":4,"outputs":"s3cret"}', "s3cret"]) {
      const parsed = parseState(broken);
      expect(parsed.ok).toBe(false);
      expect(JSON.stringify(parsed)).not.toContain("s3cret");
    }
  });
});
