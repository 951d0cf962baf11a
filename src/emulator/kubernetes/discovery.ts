/** What a client asks first: which kinds the cluster serves, and under which address. */
import { groupOf, type ServedKind } from "./kinds";

const verbs = ["delete", "get", "list"] as const;

/** Undefined when `path` asks for something else. @param path `/api`, `/apis` or below, without a slash at its end */
export function discover(path: string, kinds: readonly ServedKind[]): object | undefined {
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"] };
  const groups = [...new Set(kinds.map(({ apiVersion }) => groupOf(apiVersion)))].filter(Boolean);
  if (path === "/apis") {
    return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map((name) => group(name, kinds)) };
  }
  const asked = path.replace(/^\/apis?\//, "");
  if (groups.includes(asked)) return { kind: "APIGroup", apiVersion: "v1", ...group(asked, kinds) };
  const resources = kinds.filter(({ apiVersion }) => pathOf(apiVersion) === path);
  if (resources.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion: asked,
    resources: resources.map(({ kind, plural, shortNames, namespaced }) => ({
      ...{ name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs, shortNames },
    })),
  };
}

export function pathOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function group(name: string, kinds: readonly ServedKind[]): { name: string; versions: object[] } {
  const here = kinds.map(({ apiVersion }) => apiVersion).filter((each) => groupOf(each) === name);
  const versions = [...new Set(here)].map((groupVersion) => ({
    groupVersion,
    version: groupVersion.slice(name.length + 1),
  }));
  return { name, versions, ...{ preferredVersion: versions[0] } };
}
