import * as z from "zod";
import { containerImage, formed, variables } from "../common";

const address = formed(/^[0-9a-fA-F.:]{2,45}$/, "an IP address");
const hostname = formed(/^[a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?$/, "a host name", 253);

export const hostAliasesSchema = z
  .array(
    z.strictObject({
      ip: address.describe("Address."),
      hostnames: z.array(hostname).min(1).max(100).describe("Names of the address."),
    }),
  )
  .max(100)
  .default([])
  .describe("Entries of /etc/hosts in every container of a job.");

/** Source: gitlab-org/gitlab-runner common/config.go, KubernetesDNSPolicy and KubernetesDNSConfig (19.4, 2026-08). */
export const dnsSchema = z
  .strictObject({
    policy: z
      .enum(["none", "default", "cluster-first", "cluster-first-with-host-net"])
      .optional()
      .describe("DNS policy of the pod. Default: cluster-first."),
    nameservers: z.array(address).max(3).optional().describe("DNS servers."),
    searches: z.array(hostname).max(32).optional().describe("Search domains."),
    options: z
      .array(
        z.strictObject({
          name: z.string().describe("Name of the option, such as ndots."),
          value: z.string().optional().describe("Value, as text."),
        }),
      )
      .max(20)
      .optional()
      .describe("Options of the resolver."),
  })
  .prefault({})
  .describe("DNS settings of a job.");

export const servicesSchema = z
  .array(
    z.strictObject({
      name: containerImage.describe("Image of the service."),
      alias: z.string().optional().describe("Names under which a job reaches it, separated by commas."),
      command: z.array(z.string()).optional().describe("Command of the container."),
      entrypoint: z.array(z.string()).optional().describe("Entry point of the container."),
      environment: variables.optional().describe("Environment variables of the service. Not for secrets."),
    }),
  )
  .max(20)
  .default([])
  .describe("Services of every job, in addition to those that the job names.");
