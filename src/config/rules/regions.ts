/** A Region that nobody has heard of is a warning: AWS opens new ones. */
import { closest } from "fastest-levenshtein";
import { problem } from "../input/problems";
import { regions } from "../../facts/regions";
import { needs, type Rule } from "./rule";

export const knownRegion: Rule = needs(["region"], ({ region }) =>
  regions.includes(region)
    ? []
    : [
        problem({
          code: "region-unknown",
          path: ["region"],
          value: region,
          message: "glrunner does not know this Region",
          allowed: "a Region with EKS",
          fix: `write ${closest(region, regions)}, unless AWS has opened this one lately`,
        }),
      ],
);
