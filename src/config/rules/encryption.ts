/** The KMS key that encrypts the cluster's secrets. Source: EKS API reference, Provider, keyArn (2026-11). */
import { idle } from "./no-effect";
import { needs, type Rule } from "./rule";

export const keyRegion: Rule = needs(["region", "cluster"], ({ region, cluster }) => {
  const { keyArn } = cluster.encryption;
  const keysRegion = keyArn?.split(":")[3];
  if (keyArn === undefined || keysRegion === region) return undefined;
  return {
    code: "key-region",
    path: ["cluster", "encryption", "keyArn"],
    value: keyArn,
    message: `the key is in ${keysRegion ?? "no Region"}, and EKS takes only a key in the Region of the cluster`,
    allowed: `a key in ${region}`,
    fix: `set the ARN of a key, or of a replica of a multi-Region key, in ${region}`,
  };
});

export const idleAdministrators: Rule = needs(
  ["cluster"],
  ({ cluster }, { raw }) =>
    cluster.encryption.keyArn !== undefined &&
    idle(
      raw,
      ["cluster", "encryption", "administrators"],
      "the deployment creates no key, so it writes no key policy",
      "remove it, and name the administrators in the policy of your key",
    ),
);
