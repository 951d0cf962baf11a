import * as z from "zod";
import { dnsLabel, formed } from "./common";

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
        "Existing Secret with the certificates instead. It must exist in the namespace `gitlab-runner` and in the namespace of each runner's jobs.",
      ),
    key: formed(/^[-._a-zA-Z0-9]+$/, "a key of letters, digits, hyphens, dots and _", 253)
      .default("ca.crt")
      .describe("Key of the certificates in the Secret."),
  })
  .prefault({})
  .describe(
    "A private CA of GitLab. Managers trust it. In every container of a job it is at `/etc/gitlab-runner/certs/ca.crt`, and the runner has Git and the helper use it for GitLab.",
  );
