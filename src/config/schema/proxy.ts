import * as z from "zod";
import { formed } from "./common";

const proxyUrl = formed(
  /^https?:\/\/[^\s"'<>\\,/?#]+\/?$/,
  "an address such as http://proxy.example.com:3128",
  500,
);

export const proxySchema = z
  .strictObject({
    http: proxyUrl.optional().describe("Proxy for http addresses (HTTP_PROXY), without user and password."),
    https: proxyUrl
      .optional()
      .describe("Proxy for https addresses (HTTPS_PROXY), without user and password."),
    no: z
      .array(
        formed(
          /^[^\s,"'<>\\]+$/,
          "a host, a domain such as .example.com, or a block such as 10.0.0.0/8",
          253,
        ),
      )
      .max(200)
      .default([])
      .describe(
        "Further destinations without a proxy (NO_PROXY). glrunner adds the address block of its VPC, the services and the endpoint of the cluster, and the AWS metadata addresses.",
      ),
  })
  .prefault({})
  .describe("A proxy for managers, helpers and jobs. Image pulls do not use it.");
