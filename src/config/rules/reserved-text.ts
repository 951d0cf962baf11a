/** Text that the synthesizer would take for one of its own references, and replace by something of ours. */
import { problem } from "../problems";
import type { Rule } from "./rule";
import { texts } from "./texts";

export const noReservedText: Rule = ({ raw }) =>
  texts(raw, [])
    .filter(({ text }) => text.includes("TfToken["))
    .map(({ path, text }) =>
      problem({
        code: "reserved-text",
        path,
        value: text,
        message: "TfToken[ marks a reference of CDK for Terraform",
        allowed: "any other text",
        fix: "write it differently",
      }),
    );
