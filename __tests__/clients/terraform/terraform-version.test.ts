import { describe, expect, it } from "vitest";
import { terraformIn } from "../../../src/clients/terraform/terraform-version";

describe("terraformIn", () => {
  it.each([
    ['{"terraform_version": "1.11.0"}', { version: "1.11.0", newEnough: true }],
    ['{"terraform_version": "1.10.5"}', { version: "1.10.5", newEnough: false }],
    ['{"terraform_version": "1.11.0-rc2"}', { version: "1.11.0", newEnough: true }],
    ['Warning: old\n{"terraform_version": "1.12.2"}\nmore', { version: "1.12.2", newEnough: true }],
    ["Terraform v1.11.4", undefined],
    ['{"terraform_version": "of a kind"}', undefined],
    ["", undefined],
  ])("reads the version in %j", (text, found) => {
    expect(terraformIn(text)).toEqual(found);
  });
});
