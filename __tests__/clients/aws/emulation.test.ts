import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emulatorFolderVariable, environmentConflict } from "../../../src/clients/aws/emulation";
import type { Config } from "../../../src/config";

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "glr-"));
  folder = join(root, "emulator");
  mkdirSync(join(folder, "home"), { recursive: true });
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const local = (directory: string): Config["state"] => ({ backend: "local", directory });
const loopback = "http://127.0.0.1:4566";

describe("an emulated run", () => {
  const refusal = (state: Config["state"], more: Record<string, string> = {}) =>
    environmentConflict(
      state,
      {
        AWS_ACCESS_KEY_ID: "loopback",
        [emulatorFolderVariable]: folder,
        AWS_ENDPOINT_URL: loopback,
        ...more,
      },
      join(root, "real"),
    )?.message;

  it("may keep its state in the emulator's folder", () => {
    expect(refusal(local(join(folder, "home/tfstate/ci")))).toBeUndefined();
    expect(refusal(local(folder))).toBeUndefined();
  });

  it.each(["real/tfstate", "emulator-2/tfstate", "emulator/../real", "link/tfstate"])(
    "refuses a state at %s, in the real home and with the emulator",
    (place) => {
      mkdirSync(join(root, "real"));
      symlinkSync(join(root, "real"), join(root, "link"));
      const directory = `${root}/${place}`;
      expect(refusal(local(directory))).toContain(directory);
    },
  );

  it("refuses a symbolic link that leads out of the emulator's folder", () => {
    mkdirSync(join(root, "real"));
    symlinkSync(join(root, "real"), join(folder, "link"));
    expect(refusal(local(join(folder, "link/tfstate")))).toContain("link/tfstate");
  });

  it("accepts a bucket in the emulator and a server on this machine, and no other", () => {
    const s3 = { backend: "s3", bucket: "states", region: "us-west-2", prefix: "ci" } as const;
    expect(refusal(s3)).toBeUndefined();
    expect(refusal(s3, { AWS_ENDPOINT_URL_S3: "https://minio.example.com" })).toContain(
      "AWS_ENDPOINT_URL_S3",
    );
    expect(refusal({ backend: "http", address: `${loopback}/state` })).toBeUndefined();
    expect(refusal({ backend: "http", address: "https://gitlab.com/api/v4" })).toContain("gitlab.com");
    expect(refusal({ backend: "gcs", bucket: "states", prefix: "ci" })).toContain("gcs");
  });

  it("may keep its state only in the home directory if no emulator names its folder", () => {
    const env = { AWS_ACCESS_KEY_ID: "loopback" };
    expect(environmentConflict(local(join(root, "a/tfstate")), env, join(root, "a"))).toBeUndefined();
    expect(environmentConflict(local(join(root, "b/tfstate")), env, join(root, "a"))).toBeDefined();
  });
});

describe("a real run", () => {
  const refusal = (env: Record<string, string>) =>
    environmentConflict(local("/real"), env, "/home/user")?.message;

  it("may use AWS and endpoints on other machines", () => {
    expect(refusal({ AWS_ACCESS_KEY_ID: "AKIA" })).toBeUndefined();
    expect(refusal({ AWS_ENDPOINT_URL_STS: "https://sts.us-west-2.amazonaws.com" })).toBeUndefined();
  });

  it.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_EKS", emulatorFolderVariable])(
    "refuses an environment in which %s is the emulator's",
    (name) => {
      const value = name === emulatorFolderVariable ? "/tmp/e" : "http://localhost:1";
      expect(refusal({ AWS_ACCESS_KEY_ID: "AKIA", [name]: value })).toContain(name);
      expect(refusal({ AWS_PROFILE: "work", [name]: value })).toContain(name);
      expect(refusal({ AWS_PROFILE: "work", [name]: "" })).toBeUndefined();
    },
  );
});
