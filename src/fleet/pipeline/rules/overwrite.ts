/** A size that a job asks for by variable and does not get, because its runner does not let jobs choose. */
import { namesOf, type Rule } from "../rule";
import { overwrites } from "../tables/overwrites";

export const overwrite: Rule = {
  name: "overwrite",
  find: ({ job, takers }) =>
    [...job.variables].flatMap(([name, { line }]) => {
      const setting = overwrites.get(name);
      const bad = takers.filter(({ kubernetes }) => setting !== undefined && !kubernetes.has(setting));
      if (setting === undefined || bad.length === 0) return [];
      return [
        {
          ...{ level: "warning", line, subject: name },
          message: `${name} has no effect; ${namesOf(bad)}: jobs may not choose it`,
          fix: `the size under runners[].job, or ${setting} in runners[].extraToml, under [runners.kubernetes]`,
        } as const,
      ];
    }),
};
