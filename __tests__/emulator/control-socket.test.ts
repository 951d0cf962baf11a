import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  askEmulator,
  claimFolder,
  emulatorFolder,
  findEmulator,
  serveControl,
} from "../../src/emulator/control-socket";
import { withoutUserName } from "../support/spied";

const record = {
  pid: process.pid,
  started: "2026-11-24T10:00:00Z",
  settings: { AWS_ENDPOINT_URL: "http://x" },
};
/** No process has this id. */
const nobody = 2 ** 22 + 1;

describe("the emulator's folder", () => {
  let place: string;
  let folder: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), "glr-"));
    folder = join(place, "e");
  });
  afterEach(() => {
    rmSync(place, { recursive: true, force: true });
  });

  it("is replaced after an emulator ended without removing it", () => {
    expect(claimFolder(folder, nobody)).toBe(true);
    writeFileSync(join(folder, "left"), "");
    expect(claimFolder(folder)).toBe(true);
    expect(existsSync(join(folder, "left"))).toBe(false);
  });

  it("works for a user that passwd does not list", () => {
    withoutUserName(() => {
      expect(emulatorFolder()).toBe(join(tmpdir(), `glrunner-emulator-${process.getuid?.()}`));
      expect(claimFolder(folder)).toBe(true);
      expect(claimFolder(folder)).toBe(true);
    });
  });

  it("is left alone while another command starts an emulator in it", () => {
    expect(claimFolder(folder)).toBe(true);
    writeFileSync(join(folder, "kept"), "");
    expect(claimFolder(folder, nobody)).toBe(false);
    expect(existsSync(join(folder, "kept"))).toBe(true);
  });

  it("is neither removed nor read if other users may write to it", async () => {
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    writeFileSync(join(folder, "emulator.json"), JSON.stringify(record));
    expect(() => claimFolder(folder)).toThrow(folder);
    expect(await findEmulator(folder)).toBeUndefined();
    expect(readFileSync(join(folder, "emulator.json"), "utf8")).toContain("AWS_ENDPOINT_URL");
  });

  it("leads to the running emulator, which answers requests", async () => {
    claimFolder(folder);
    const server = await serveControl(folder, record, {
      "/sum": () => Promise.resolve({ sum: 2 }),
      "/fail": () => Promise.reject(new Error("no")),
    });
    expect(await findEmulator(folder)).toEqual(record);
    expect(await askEmulator(folder, "/sum")).toEqual({ sum: 2 });
    await expect(askEmulator(folder, "/fail")).rejects.toThrow("no");
    await expect(askEmulator(folder, "/other")).rejects.toThrow("does not know /other");
    server.close();
    server.closeAllConnections();
    expect(await findEmulator(folder)).toBeUndefined();
  });

  it.each([["{"], ["{}"], [JSON.stringify({ ...record, settings: { "X; rm -rf ~": "" } })]])(
    "finds none when its record is %s",
    async (text) => {
      claimFolder(folder);
      const server = await serveControl(folder, record, {});
      writeFileSync(join(folder, "emulator.json"), text);
      expect(await findEmulator(folder)).toBeUndefined();
      server.close();
      server.closeAllConnections();
    },
  );
});
