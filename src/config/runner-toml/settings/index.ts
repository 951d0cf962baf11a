/** Every TOML key of the runner that glrunner writes or knows, in the order in which it writes the keys. */
import type { TomlSetting } from "../setting";
import { cacheSettings } from "./cache";
import { identitySettings } from "./identity";
import { imageSettings } from "./images";
import { placementSettings } from "./placement";
import { podSettings } from "./pod";
import { resourceSettings } from "./resources";
import { securitySettings } from "./security";
import { startSettings } from "./start";
import { warmSettings } from "./warm";

export const tomlSettings: readonly TomlSetting[] = [
  ...identitySettings,
  ...imageSettings,
  ...securitySettings,
  ...startSettings,
  ...resourceSettings,
  ...placementSettings,
  ...podSettings,
  ...warmSettings,
  ...cacheSettings,
];
