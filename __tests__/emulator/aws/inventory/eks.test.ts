import { expect, it } from "vitest";
import { eksRows } from "../../../../src/emulator/aws/inventory/eks";
import { useScriptedInventory } from "./scripted-inventory";

const { access, json } = useScriptedInventory();

it("lists each cluster with its tags and its parts", async () => {
  json("GET /clusters", { clusters: ["ci", "other"] });
  json("GET /clusters/ci", { cluster: { tags: { a: "1" } } });
  json("GET /clusters/ci/node-groups", { nodegroups: ["system"] });
  json("GET /clusters/ci/fargate-profiles", { fargateProfileNames: ["pods"] });
  json("GET /clusters/ci/addons", { addons: ["coredns"] });
  json("GET /clusters/other", { cluster: {} });
  json("GET /clusters/other/node-groups", { nodegroups: [] });
  json("GET /clusters/other/fargate-profiles", { fargateProfileNames: [] });
  json("GET /clusters/other/addons", { addons: [] });
  const part = (kind: string, name: string) => ({ service: "eks", kind, id: `ci/${name}`, name, tags: {} });
  expect(await eksRows(access())).toEqual([
    { service: "eks", kind: "cluster", id: "ci", tags: { a: "1" } },
    part("node group", "system"),
    part("Fargate profile", "pods"),
    part("add-on", "coredns"),
    { service: "eks", kind: "cluster", id: "other", tags: {} },
  ]);
});

it("lists nothing without a cluster", async () => {
  json("GET /clusters", { clusters: [] });
  expect(await eksRows(access())).toEqual([]);
});
