/**
 * The CA certificate of GitLab as a Secret in the managers' namespace and in each job namespace. Certificates are public, so
 * the state may contain them.
 */
import { SecretV1 } from "@cdktf/provider-kubernetes/lib/secret-v1";
import type { ITerraformDependable, TerraformStack } from "cdktf";
import { managerNamespace, type Config } from "../../config/config";

/** @returns nothing if the user provides the Secret, or if GitLab needs no CA of its own */
export function gitlabCaSecrets(
  stack: TerraformStack,
  { gitlabCa }: Config,
  namespaces: ReadonlyMap<string, ITerraformDependable>,
  dependsOn: ITerraformDependable[] = [],
): SecretV1[] {
  const pem = gitlabCa?.pem;
  if (gitlabCa === undefined || pem === undefined) return [];
  return [managerNamespace, ...namespaces.keys()].map((namespace) => {
    const own = namespaces.get(namespace);
    return new SecretV1(stack, `gitlab_ca_${namespace}`, {
      metadata: { name: gitlabCa.secret, namespace, labels: { "app.kubernetes.io/managed-by": "glrunner" } },
      type: "Opaque",
      data: { [gitlabCa.key]: pem },
      dependsOn: own === undefined ? dependsOn : [own, ...dependsOn],
    });
  });
}
