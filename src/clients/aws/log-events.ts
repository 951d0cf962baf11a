/** Reads events of a CloudWatch log group. */
import { CloudWatchLogsClient, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { callAws, clientSettings, type AwsResult, type AwsContext } from "./aws-client";
import { allPages } from "./aws-pages";

interface LogQuery {
  readonly group: string;
  /** CloudWatch's filter pattern. */
  readonly pattern: string;
  readonly from: Date;
  readonly to: Date;
}

/** The messages of the events. The failure is `missing` if the group does not exist. */
export function logEvents(
  aws: AwsContext,
  { group, pattern, from, to }: LogQuery,
): Promise<AwsResult<readonly string[]>> {
  const client = new CloudWatchLogsClient(clientSettings(aws));
  const query = {
    ...{ logGroupName: group, filterPattern: pattern },
    ...{ startTime: from.getTime(), endTime: to.getTime() },
  };
  return callAws(aws, "logs:FilterLogEvents", async (options) => {
    try {
      const events = await allPages(
        paginateFilterLogEvents({ client }, query, options),
        (page) => page.events,
      );
      return events.flatMap(({ message }) => message ?? []);
    } finally {
      client.destroy();
    }
  });
}
