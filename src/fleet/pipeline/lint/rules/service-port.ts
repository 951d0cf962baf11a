/**
 * Two services with the same port. All containers of a pod share one address, so the second service cannot listen. A service
 * with its own command, entrypoint or variables may use another port and is not checked.
 *
 * Source: gitlab-org/gitlab-runner docs/executors/kubernetes/_index.md ("You cannot use several services that use the
 * same port"); read 2026-11-30.
 */
import type { Rule, RuleFinding } from "../rule";
import { servicePorts } from "../service-ports";

export const servicePort: Rule = {
  name: "service-port",
  find: ({ job: { services }, takers }) => {
    if (takers.length === 0) return [];
    const first = new Map<number, string>();
    return services.flatMap(({ text, line, isChanged }): RuleFinding[] => {
      const [, name = ""] = /([^/:@]+)(?:[:@][^/]*)?$/.exec(text) ?? [];
      const port = isChanged ? undefined : servicePorts.get(name);
      if (port === undefined) return [];
      const other = first.get(port);
      if (other === undefined) {
        first.set(port, text);
        return [];
      }
      const message = `the services ${other} and ${text} both listen on port ${port}, and the containers of a pod share one address`;
      const fix = "one service, or a command that makes one of them listen on another port";
      return [{ level: "error", line, subject: text, message, fix }];
    });
  },
};
