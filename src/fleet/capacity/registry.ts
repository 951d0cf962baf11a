/** Which registry an image comes from, as far as its limits are known. An image without a host is Docker Hub's. */
export type RegistryKind = "docker-hub" | "ecr-public" | "ecr-private" | "other";

export function registryOf(image: string): RegistryKind {
  const [host = "", ...path] = image.split("/");
  if (path.length === 0 || !/[.:]/.test(host) || host === "docker.io") return "docker-hub";
  if (host === "public.ecr.aws") return "ecr-public";
  return /^\d{12}\.dkr\.ecr\./.test(host) ? "ecr-private" : "other";
}
