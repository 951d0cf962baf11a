/** The distributed cache, accessed with the manager's IAM role. */
import type { TomlValue } from "smol-toml";
import type { Config, Runner } from "../../config";
import { computed, type TomlSetting } from "../setting";

type Cache = NonNullable<Runner["cache"]>;

const cached = (key: string, option: string, value: (cache: Cache, config: Config) => TomlValue) =>
  computed(`cache.${key}`, option, (config, { cache }) => (cache ? value(cache, config) : undefined), "wins");

export const cacheSettings: readonly TomlSetting[] = [
  cached("Type", "cache", () => "s3"),
  cached("Path", "cache.prefix", ({ prefix }) => prefix),
  cached("Shared", "cache.shared", ({ shared }) => shared),
  cached("s3.ServerAddress", "cache", () => "s3.amazonaws.com"),
  cached("s3.BucketName", "cache.bucket", ({ bucket }) => bucket),
  cached("s3.BucketLocation", "cache.region", ({ region }, config) => region ?? config.region),
  cached("s3.AuthenticationType", "cache", () => "iam"),
];
