/** Maps a method and path to an EKS operation and the names in the path. */
const table = {
  "POST /clusters": "CreateCluster",
  "GET /clusters": "ListClusters",
  "GET /clusters/:cluster": "DescribeCluster",
  "DELETE /clusters/:cluster": "DeleteCluster",
  "POST /clusters/:cluster/update-config": "UpdateClusterConfig",
  "POST /clusters/:cluster/updates": "UpdateClusterVersion",
  "GET /clusters/:cluster/updates": "ListUpdates",
  "GET /clusters/:cluster/updates/:update": "DescribeUpdate",
  "GET /addons/supported-versions": "DescribeAddonVersions",
  "POST /clusters/:cluster/addons": "CreateAddon",
  "GET /clusters/:cluster/addons": "ListAddons",
  "GET /clusters/:cluster/addons/:name": "DescribeAddon",
  "DELETE /clusters/:cluster/addons/:name": "DeleteAddon",
  "POST /clusters/:cluster/addons/:name/update": "UpdateAddon",
  "POST /clusters/:cluster/fargate-profiles": "CreateFargateProfile",
  "GET /clusters/:cluster/fargate-profiles": "ListFargateProfiles",
  "GET /clusters/:cluster/fargate-profiles/:name": "DescribeFargateProfile",
  "DELETE /clusters/:cluster/fargate-profiles/:name": "DeleteFargateProfile",
  "POST /clusters/:cluster/node-groups": "CreateNodegroup",
  "GET /clusters/:cluster/node-groups": "ListNodegroups",
  "GET /clusters/:cluster/node-groups/:name": "DescribeNodegroup",
  "DELETE /clusters/:cluster/node-groups/:name": "DeleteNodegroup",
  "POST /clusters/:cluster/node-groups/:name/update-config": "UpdateNodegroupConfig",
  "POST /clusters/:cluster/node-groups/:name/update-version": "UpdateNodegroupVersion",
  "GET /tags/:arn": "ListTagsForResource",
  "POST /tags/:arn": "TagResource",
  "DELETE /tags/:arn": "UntagResource",
} as const;

export type EksOperation = (typeof table)[keyof typeof table];

interface EksRoute {
  readonly operation: EksOperation;
  readonly names: Readonly<Record<string, string>>;
}

const routes = Object.entries(table).map(([route, operation]) => {
  const [method = "", path = ""] = route.split(" ");
  // An ARN contains slashes, and not every client encodes them.
  const pattern = path.replace(":arn", "(?<arn>.+)").replaceAll(/:(\w+)/g, "(?<$1>[^/]+)");
  return { method, pattern: new RegExp(`^${pattern}/?$`), operation };
});

/** Undefined for a path that the emulated EKS does not know. */
export function eksOperation(method: string, path: string): EksRoute | undefined {
  for (const route of routes) {
    const match = route.method === method ? route.pattern.exec(path) : null;
    if (match === null) continue;
    const groups: Record<string, string> = match.groups ?? {};
    const names: Record<string, string> = {};
    for (const [name, value] of Object.entries(groups)) names[name] = decodeURIComponent(value);
    return { operation: route.operation, names };
  }
  return undefined;
}
