/** Further settings of a job's pod: volumes, DNS, services, and the commands before and after its script. */
import { snakeCase, snakeTable } from "../snake";
import { jobCertificates } from "../../resolve/gitlab-ca";
import { computed, ofJob, type TomlSetting } from "../setting";
import { environmentLines } from "./identity";

const volumes = ["emptyDir", "pvc", "secret", "configMap", "hostPath"] as const;
const scripts = ["preGetSources", "postGetSources", "preBuild", "postBuild"] as const;

export const podSettings: readonly TomlSetting[] = [
  computed(
    "kubernetes.volumes.secret",
    "gitlabCa",
    ({ gitlabCa }) =>
      gitlabCa && [
        {
          ...snakeTable({ name: gitlabCa.secret, mountPath: jobCertificates.folder, readOnly: true }),
          items: { [gitlabCa.key]: jobCertificates.file },
        },
      ],
    "joins",
  ),
  ...volumes.map((kind) =>
    ofJob(`kubernetes.volumes.${snakeCase(kind)}`, `volumes.${kind}`, (job) =>
      job.volumes[kind].map((volume) => snakeTable(volume)),
    ),
  ),
  ofJob("kubernetes.host_aliases", "hostAliases", ({ hostAliases }) =>
    hostAliases.map((alias) => snakeTable(alias)),
  ),
  ofJob("kubernetes.dns_policy", "dns.policy", ({ dns }) => dns.policy),
  ofJob("kubernetes.dns_config.nameservers", "dns.nameservers", ({ dns }) => dns.nameservers),
  ofJob("kubernetes.dns_config.searches", "dns.searches", ({ dns }) => dns.searches),
  ofJob("kubernetes.dns_config.options", "dns.options", ({ dns }) =>
    dns.options?.map((option) => snakeTable(option)),
  ),
  ofJob("kubernetes.services", "services", ({ services }) =>
    services.map(({ environment, ...service }) => ({
      ...snakeTable(service),
      ...(environment && { environment: environmentLines(environment) }),
    })),
  ),
  ...scripts.map((name) => ofJob(`${snakeCase(name)}_script`, `scripts.${name}`, (job) => job.scripts[name])),
];
