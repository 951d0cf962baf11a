/** API discovery: which kinds the cluster serves, and under which paths. */
import { groupOf, type ServedKind } from "./kinds";

const verbs = ["delete", "get", "list"] as const;

/** @param path without a slash at the end. @returns undefined for a path outside discovery */
export function discover(path: string, kinds: readonly ServedKind[]): object | undefined {
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"] };
  const groups = [...new Set(kinds.map(({ apiVersion }) => groupOf(apiVersion)))].filter(Boolean);
  if (path === "/apis") {
    return { kind: "APIGroupList", apiVersion: "v1", groups: groups.map((name) => group(name, kinds)) };
  }
  const groupVersion = path.replace(/^\/apis?\//, "");
  if (groups.includes(groupVersion)) {
    return { kind: "APIGroup", apiVersion: "v1", ...group(groupVersion, kinds) };
  }
  const resources = kinds.filter(({ apiVersion }) => pathOf(apiVersion) === path);
  if (resources.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion,
    resources: resources.map(({ kind, plural: name, shortNames, namespaced }) => {
      return { name, singularName: kind.toLowerCase(), namespaced, kind, verbs, shortNames };
    }),
  };
}

/** `/api/v1` for the core, `/apis/group/version` for every other group. */
export function pathOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function group(name: string, kinds: readonly ServedKind[]): { name: string; versions: object[] } {
  const groupVersions = kinds.map(({ apiVersion }) => apiVersion).filter((all) => groupOf(all) === name);
  const versions = [...new Set(groupVersions)].map((groupVersion) => {
    return { groupVersion, version: groupVersion.slice(name.length + 1) };
  });
  return { name, versions, ...{ preferredVersion: versions[0] } };
}
