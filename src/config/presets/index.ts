/** The configurations that `glrunner init` offers, smallest first. */
import type { Preset } from "./preset";
import { small } from "./small";
import { standard } from "./standard";
import { thousand } from "./thousand";
import { tutorial } from "./tutorial";

export const presetNames = ["tutorial", "small", "standard", "thousand"] as const;
export type PresetName = (typeof presetNames)[number];

/** The presets by name. */
export const presets: Readonly<Record<PresetName, Preset>> = { tutorial, small, standard, thousand };

/** Fits the quotas of a new account, and costs the least while no job runs. */
export const defaultPreset: PresetName = "small";

export function isPresetName(text: string): text is PresetName {
  return presetNames.some((name) => name === text);
}
