import * as z from "zod";
import { dnsLabel, fileKey, formed } from "./common";

export const gitlabCaSchema = z
  .strictObject({
    file: formed(/^[^\r\n\0]+$/, "the path of a file", 4096)
      .optional()
      .describe(
        "PEM file with the CA certificates, relative to the configuration file. glrunner creates the Secret `gitlab-ca` with it for the managers and for the jobs. Certificates are public; a private key is refused.",
      ),
    secret: dnsLabel()
      .optional()
      .describe(
        "Existing Secret with the certificates, instead of a file. It must exist in the namespace `gitlab-runner` and in the namespace of each runner's jobs.",
      ),
    key: fileKey.default("ca.crt").describe("Key of the certificates in the Secret."),
  })
  .prefault({})
  .describe(
    "A private CA of GitLab. Managers trust it. Every container of a job has it at `/etc/gitlab-runner/certs/ca.crt`, and the runner makes Git and the helper use it for GitLab.",
  );
