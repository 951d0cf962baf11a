/** Finds secrets in Kubernetes objects that are plain data, by the names of their keys. */
import { isHarmless, isSecretName } from "./mask";
import { isMapping, type Path } from "./paths";

/** Every mapping in plain data, with its path. */
function mappings(
  value: unknown,
  path: Path,
): readonly { readonly path: Path; readonly entry: Readonly<Record<string, unknown>> }[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown, at) => mappings(item, [...path, at]));
  if (!isMapping(value)) return [];
  const inner = Object.entries(value).flatMap(([key, item]) => mappings(item, [...path, key]));
  return [{ path, entry: value }, ...inner];
}

const isSecret = (name: unknown, value: unknown) =>
  typeof name === "string" && typeof value === "string" && isSecretName(name) && !isHarmless(value);

/** Paths of secret values in entries such as `{ name: DB_PASSWORD, value: x }` and `DB_PASSWORD: x`. */
export function secretEntries(root: unknown, path: Path): readonly Path[] {
  return mappings(root, path).flatMap(({ path: at, entry }) => [
    ...(isSecret(entry.name, entry.value) ? [[...at, "value"]] : []),
    ...Object.entries(entry).flatMap(([key, value]) => (isSecret(key, value) ? [[...at, key]] : [])),
  ]);
}

/** Paths of objects of kind Secret that have contents. */
export function kubernetesSecrets(root: unknown, path: Path): readonly Path[] {
  return mappings(root, path).flatMap(({ path: at, entry }) =>
    entry.kind === "Secret" && (entry.data !== undefined || entry.stringData !== undefined) ? [at] : [],
  );
}
