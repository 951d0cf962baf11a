/** An unknown Region is usually a misspelling. It may also be a new one, which `allowUnknownRegion` accepts. */
import { suggestion } from "../input/suggestion";
import { regions } from "../../facts/aws/regions";
import { idle } from "./no-effect";
import { needs, type Rule } from "./rule";

export const knownRegion: Rule = needs(["region", "allowUnknownRegion"], (sections, { raw }) => {
  const { region, allowUnknownRegion } = sections;
  const given = { path: ["region"], value: region };
  if (region.startsWith("cn-")) {
    return {
      ...given,
      code: "region-unsupported",
      message:
        "in China the S3 endpoint of the jobs' cache and the audience of the pods' IAM roles have other names",
      allowed: "a Region outside China",
      fix: "use a Region outside China",
    };
  }
  if (regions.includes(region)) {
    const message = `glrunner knows the Region ${region}`;
    return allowUnknownRegion && idle(raw, ["allowUnknownRegion"], message, "remove it");
  }
  if (allowUnknownRegion) return undefined;
  const near = suggestion(region, regions);
  const allow = "set allowUnknownRegion: true if AWS opened it recently";
  return {
    ...given,
    code: "region-unknown",
    message: "glrunner does not know this Region",
    allowed: "a Region with EKS",
    fix: near === undefined ? allow : `did you mean ${near}? otherwise ${allow}`,
  };
});
