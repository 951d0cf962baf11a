import { existsSync, readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { temporaryHome } from "../../src/emulator/home";

describe("the home of Terraform", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("inherits none of the caller's accounts and settings", () => {
    const settings = ["AWS_PROFILE", "AWS_SESSION_TOKEN", "TF_VAR_token", "TF_CLI_ARGS", "HTTPS_PROXY"];
    for (const name of settings) vi.stubEnv(name, "the caller's");
    const { env, home, remove } = temporaryHome({ awsUrl: "http://127.0.0.1:1" });
    expect(Object.values(env)).not.toContain("the caller's");
    expect(env).toMatchObject({
      HOME: home,
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      CHECKPOINT_DISABLE: "1",
    });
    remove();
    expect(existsSync(home)).toBe(false);
  });

  it("installs providers only from the mirror, and modules from the given registry", () => {
    const { env, remove } = temporaryHome({
      otherMirror: "/some where",
      registryUrl: "http://127.0.0.1:2/",
    });
    const config = readFileSync(env.TF_CLI_CONFIG_FILE ?? "", "utf8");
    remove();
    expect(config).toMatch(/path\s+= "\/some where"/);
    expect(config).toContain('"modules.v1" = "http://127.0.0.1:2/"');
    expect(config).not.toContain("direct");
  });
});
