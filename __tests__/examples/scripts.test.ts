/**
 * Runs the pipelines' scripts with scripted network programs. They start only the released file, refuse a state that would be
 * lost, keep credentials inside the job, and print no secret.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/cli";
import { canary } from "../support/project";
import { githubScripts, gitlabJobs } from "./pipelines";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "glrunner-pipeline-"));
  mkdirSync(join(folder, "bin"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function program(name: string, script: string): void {
  writeFileSync(join(folder, "bin", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function types(shell: "sh" | "bash", script: string, env: Readonly<Record<string, string>>) {
  const PATH = [join(folder, "bin"), dirname(process.execPath), process.env.PATH ?? ""].join(":");
  const { status, stdout, stderr } = spawnSync(shell, ["-e"], {
    input: `${script}\n`,
    cwd: folder,
    env: { PATH, TMPDIR: folder, ...env },
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

/** Prints the variables for the shell, and logs its calls. */
const released = `require("fs").writeFileSync("asked", process.argv.slice(2).join(" "));
console.log("export READY=yes");`;
const checksum = createHash("sha256").update(released).digest("hex");

describe("the before_script of the GitLab jobs", () => {
  const [before = ""] = gitlabJobs().get("glrunner:check")?.before_script ?? [];
  const script = `${before}\nprintf %s "$READY $AWS_ROLE_SESSION_NAME $TF_HTTP_USERNAME" >ready
printf %s "$TF_HTTP_PASSWORD" >password; printf %s "$AWS_WEB_IDENTITY_TOKEN_FILE" >token-file`;
  const job = (more: Readonly<Record<string, string>> = {}) => {
    program("aws", "exit 0");
    writeFileSync(join(folder, "released"), released);
    program("curl", `printf '%s\\n' "$@" >curl; cp released .glrunner/glrunner.cjs`);
    return types("sh", script, {
      AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/glrunner",
      CI_API_V4_URL: "https://gitlab.example.com/api/v4",
      CI_JOB_ID: "7",
      CI_JOB_TOKEN: `job-${canary}`,
      CI_PROJECT_DIR: folder,
      GLRUNNER_ID_TOKEN: `id-${canary}`,
      GLRUNNER_SHA256: checksum,
      GLRUNNER_URL: "https://gitlab.example.com/api/v4/projects/1/packages/generic/glrunner/1/glrunner.cjs",
      ...more,
    });
  };

  it("downloads glrunner with the job token, and prepares the shell", () => {
    expect(job()).toEqual({ status: 0, said: "" });
    expect(read("ready")).toBe("yes glrunner-7 gitlab-ci-token");
    expect(read("password")).toBe(`job-${canary}`);
    expect(read("asked")).toBe(`bootstrap --workspace ${folder}/.glrunner`);
    expect(read("curl")).toContain(`JOB-TOKEN: job-${canary}\n`);
    expect(modeOf(join(folder, ".glrunner"))).toBe("700");
  });

  it("writes the token for AWS to a private file", () => {
    expect(job().status).toBe(0);
    const file = read("token-file");
    expect(readFileSync(file, "utf8")).toBe(`id-${canary}`);
    expect(modeOf(file)).toBe("600");
  });

  it("does not send the job token to another server", () => {
    expect(job({ GLRUNNER_URL: "https://gitlab.example.com.evil.test/glrunner.cjs" }).status).toBe(0);
    expect(read("curl")).toContain("https://gitlab.example.com.evil.test/glrunner.cjs\n");
    expect(read("curl")).not.toContain(canary);
  });

  it("does not start a file with another checksum", () => {
    const { status, said } = job({ GLRUNNER_SHA256: checksum.replaceAll("0", "1") });
    expect(status).toBe(1);
    expect(said).toContain(".glrunner/glrunner.cjs: FAILED");
    expect(said).not.toContain(canary);
    expect(() => read("asked")).toThrow("ENOENT");
  });

  it.each(["GLRUNNER_SHA256", "AWS_ROLE_ARN"])("requires %s", (name) => {
    expect(job({ [name]: "" })).toEqual({
      status: 1,
      said: "GLRUNNER_SHA256 and AWS_ROLE_ARN must be set: docs/ci.md of glrunner\n",
    });
  });
});

describe("the credentials step of the GitHub workflow", () => {
  const script = githubScripts().find(({ name }) => name.startsWith("Credentials"))?.script ?? "";
  const env = () => ({
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: `request-${canary}`,
    ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example.com/?a=b",
    GITHUB_ENV: join(folder, "github-env"),
    GITHUB_RUN_ID: "7",
    ROLE_ARN: "arn:aws:iam::111122223333:role/glrunner",
    RUNNER_TEMP: folder,
  });

  it("writes the credentials to a file of the job, and prints nothing", () => {
    program("curl", `printf '{"value":"id-${canary}"}'`);
    program("aws", `printf '%s\\n' "$@" >aws; printf 'AKIA\\tsecret-${canary}\\tsession\\n'`);
    expect(types("bash", script, env())).toEqual({ status: 0, said: "" });
    expect(read("aws")).toContain(`--web-identity-token\nid-${canary}\n`);
    expect(read("aws-credentials")).toBe(
      `[default]\naws_access_key_id=AKIA\naws_secret_access_key=secret-${canary}\naws_session_token=session\n`,
    );
    expect(modeOf(join(folder, "aws-credentials"))).toBe("600");
    expect(read("github-env")).toBe(`AWS_SHARED_CREDENTIALS_FILE=${folder}/aws-credentials\n`);
  });

  it("fails if AWS refuses the role", () => {
    program("curl", `printf '{"value":"id-${canary}"}'`);
    program("aws", "echo AccessDenied >&2; exit 254");
    const { status, said } = types("bash", script, env());
    expect(status).not.toBe(0);
    expect(said).toBe("AccessDenied\n");
    expect(() => read("github-env")).toThrow("ENOENT");
  });
});

describe.each([
  ["GitLab", (gitlabJobs().get("glrunner:check")?.script ?? []).join("\n")],
  ["GitHub", githubScripts().find(({ name }) => name === "Check")?.script ?? ""],
])("the check in %s", (_, script) => {
  const checks = async (state: string) => {
    const yaml = readFileSync("examples/small.yaml", "utf8").replace("backend: local", state);
    writeFileSync(join(folder, "ci.yaml"), yaml);
    let told = "";
    const terminal = { out: (text: string) => (told += text), err: () => undefined, interactive: false };
    const args = ["synth", "--config", join(folder, "ci.yaml"), "--output", join(folder, "out")];
    expect(await run(args, { HOME: folder }, terminal)).toBe(0);
    writeFileSync(join(folder, "synth"), told);
    program("glrunner", `echo "$1" >>ran; if [ "$1" = synth ]; then cat synth; fi`);
    return types("bash", script, {});
  };

  it("refuses a state that would be lost with the job", async () => {
    const { status, said } = await checks("backend: local");
    expect(status).toBe(1);
    expect(said).toContain("The state would be lost with this job");
    expect(read("ran")).toBe("synth\n");
  });

  it("accepts a state that is kept elsewhere", async () => {
    expect((await checks("{ backend: s3, bucket: my-state }")).status).toBe(0);
    expect(read("ran")).toBe("synth\ncheck\n");
  });
});
