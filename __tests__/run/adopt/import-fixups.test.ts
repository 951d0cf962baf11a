import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fixupsOf, fixUpState } from "../../../src/run/adopt/import-fixups";

const instance = (attributes: object, index_key?: string | number) => ({
  schema_version: 0,
  attributes,
  ...(index_key !== undefined && { index_key }),
});
const cluster = (instances: readonly object[], mode = "managed") => ({
  module: "module.eks",
  mode,
  type: "aws_eks_cluster",
  name: "this",
  instances,
});
const read = (state: string) =>
  z
    .looseObject({ serial: z.number(), lineage: z.string(), resources: z.array(z.unknown()) })
    .parse(JSON.parse(state));

describe("the fixup of an import", () => {
  it("takes attributes that AWS does not return from the plan", () => {
    const candidate = (type: string, values: object) => ({ address: "a", type, values: { ...values } });
    const planned = { name: "demo", bootstrap_self_managed_addons: true };
    expect(fixupsOf(candidate("aws_eks_cluster", planned))).toEqual({ bootstrap_self_managed_addons: true });
    expect(fixupsOf(candidate("aws_eks_cluster", { name: "demo" }))).toBeUndefined();
    expect(fixupsOf(candidate("aws_vpc", planned))).toBeUndefined();
  });

  it("changes only that attribute of that instance, and the serial", () => {
    const before = { id: "demo", bootstrap_self_managed_addons: false };
    const others = [cluster([instance(before, 0)], "data"), cluster([instance(before)]), { ...cluster([]) }];
    const state = {
      ...{ version: 4, terraform_version: "1.11.4", serial: 7, lineage: "l", outputs: {} },
      resources: [cluster([instance(before, 0), instance(before, 1)]), ...others],
      check_results: null,
    };
    const repair = {
      to: "module.eks.aws_eks_cluster.this[0]",
      attributes: { bootstrap_self_managed_addons: true },
    };
    expect(read(fixUpState(JSON.stringify(state), [repair]))).toEqual({
      ...state,
      serial: 8,
      resources: [
        cluster([instance({ ...before, bootstrap_self_managed_addons: true }, 0), instance(before, 1)]),
        ...others,
      ],
    });
  });

  it("refuses a state with a number that JavaScript would round", () => {
    const state = `{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"l","outputs":{"n":9007199254740993},"resources":[]}`;
    expect(() => fixUpState(state, [])).toThrow("cannot be copied exactly");
  });

  it("finds an instance with a string key, and one in the root module", () => {
    const resource = { ...cluster([instance({}, "a b"), instance({}, 'q"')]), module: undefined };
    const state = JSON.stringify({
      ...{ version: 4, terraform_version: "1.11.4", serial: 1, lineage: "l", outputs: {} },
      resources: [resource],
    });
    const to = 'aws_eks_cluster.this["q\\""]';
    const { resources } = read(fixUpState(state, [{ to, attributes: { x: 1 } }]));
    expect(resources).toMatchObject([{ instances: [{ attributes: {} }, { attributes: { x: 1 } }] }]);
  });
});
