import { describe, expect, it } from "vitest";
import { providerPins } from "../../modules/pins";
import { readProviderSchema, recordedProviders } from "../../modules/provider-schema";

describe("recorded provider schemas", () => {
  it.each(recordedProviders)("%s is of the pinned version", (name) => {
    expect(readProviderSchema(name).version).toBe(providerPins[name].version);
  });

  it("exist for every pinned provider but AWS", () => {
    expect(["aws", ...recordedProviders].sort()).toEqual(Object.keys(providerPins).sort());
  });

  it("include the write-only attributes, which keep a token out of the state", () => {
    const { attributes = {} } =
      readProviderSchema("kubernetes").resource_schemas.kubernetes_secret_v1?.block ?? {};
    expect(attributes.data_wo).toEqual({ type: ["map", "string"], optional: true, write_only: true });
    expect(attributes.data).toMatchObject({ computed: true, sensitive: true });
  });
});
