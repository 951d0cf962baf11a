/** Arbitrary jobs that run on every compute class. */
import fc from "fast-check";
import type { ConfigInput } from "../../src/config";

type RunnerInput = NonNullable<ConfigInput["runners"]>[number];

/** Any subset of the keys. No key has the value undefined. */
export const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record<T>(model, { requiredKeys: [] });

export const job: fc.Arbitrary<NonNullable<RunnerInput["job"]>> = some<NonNullable<RunnerInput["job"]>>({
  image: fc.constantFrom(
    "public.ecr.aws/docker/library/ruby:3.4",
    "registry.example.com:5000/ci@sha256:0123",
  ),
  pullPolicy: fc.constantFrom("if-not-present" as const, "always" as const, "never" as const),
  cpu: fc.constantFrom(0.25, 1.75, 4),
  memory: fc.constantFrom("512Mi", "7Gi", "4000M"),
  ephemeralStorage: fc.constantFrom("40Gi", "175Gi"),
  helper: fc.constantFrom({}, { cpu: 0.5, memory: "512Mi" }),
  service: fc.constantFrom({}, { cpu: 0.5 }),
  serviceAccount: fc.constantFrom(
    { mountToken: true },
    { existing: "builder" },
    { policyArns: ["arn:aws:iam::123456789012:policy/push"] },
  ),
  volumes: fc.constantFrom({}, { emptyDir: [{ name: "v", mountPath: "/v", medium: "Memory" as const }] }),
  labels: fc.constantFrom<Record<string, string>>({}, { team: "a" }),
  scripts: fc.constantFrom({}, { preBuild: 'echo "${HOME} {{x}}"' }),
});
