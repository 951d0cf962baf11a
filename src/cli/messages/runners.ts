/** The codes of `glrunner runners`, for the whole command or for the row of one runner. */
import type { RunnerErrorCode } from "../../clients/gitlab/gitlab-error";
import type { InputCode } from "../../fleet/runners";
import { failed, refused, type MessageEntry } from "./entry";

/** Codes that other commands use too. They are in `command-line.ts`. */
type SharedCode = "interrupted" | "unexpected" | "no-runners";

const requestCodes = {
  "gitlab-redirect": failed(
    "GitLab's address redirects to another address, and glrunner does not send a token there.",
    "Set gitlabUrl to the address that the message names.",
  ),
  "gitlab-token-refused": failed(
    "GitLab does not accept the access token.",
    "Create a new access token and set GITLAB_TOKEN.",
  ),
  "gitlab-scope-missing": failed(
    "The access token lacks a scope.",
    "Create an access token with the scopes that the message names.",
  ),
  "gitlab-forbidden": failed(
    "The user of the access token is not allowed to do this.",
    "Use the token of an owner of the group or project.",
  ),
  "gitlab-not-found": failed(
    "The object does not exist in GitLab, or this token has no access to it.",
    "Check the ID or path, and the permissions of the token.",
  ),
  "gitlab-refused": failed("GitLab refused the values of the request.", "Do what the message asks for."),
  "gitlab-failed": failed("GitLab returned a server error.", "Run the command again later."),
  "gitlab-rate-limited": failed(
    "GitLab limits the number of requests.",
    "Wait a minute, then run the command again.",
  ),
  "gitlab-certificate": failed(
    "This machine does not trust the certificate of GitLab.",
    "Set gitlabCa.file to the file of your certificate authority.",
  ),
  "gitlab-proxy": failed(
    "The proxy in HTTPS_PROXY does not connect to GitLab.",
    "Allow GitLab in the proxy, set the proxy's login in HTTPS_PROXY, or add GitLab to NO_PROXY.",
  ),
  "gitlab-unreachable": failed(
    "The connection to GitLab failed.",
    "Check gitlabUrl, the network and the proxy, then run the command again.",
  ),
  "gitlab-answer-unexpected": failed(
    "GitLab's response does not match its documented API.",
    "Check that gitlabUrl is the address of a GitLab.",
  ),
  "gitlab-answer-too-large": failed(
    "GitLab's response exceeds the size limit.",
    "Check that gitlabUrl is the address of a GitLab.",
  ),
  "gitlab-too-many-pages": failed(
    "GitLab lists more runners than the limit.",
    "Pass --group or --project to list fewer runners.",
  ),
  "gitlab-too-slow": failed("GitLab took too long to list the runners.", "Run the command again later."),
} as const;

const runnerCodes = {
  "token-missing": failed(
    "The place that the configuration names for a runner's token has no token.",
    "Store the token there.",
  ),
  "token-not-accepted": failed(
    "GitLab does not accept the runner's token.",
    "Run `glrunner runners rotate`, or store a valid token.",
  ),
  "token-not-a-runners": failed(
    "GitLab accepts the token, but it does not belong to a runner.",
    "Store the glrt- token of the runner.",
  ),
  "token-lost": failed(
    "GitLab created a new token, but it could not be stored.",
    "Run `glrunner runners rotate` again as soon as the store works.",
  ),
  "token-shared": failed(
    "Several runners share a token, and rotating it would disconnect the other runners.",
    "Set a different token for each runner.",
  ),
  "token-store-failed": failed(
    "SSM or Secrets Manager returned an error.",
    "Read the message, then run the command again.",
  ),
  "token-store-denied": failed(
    "The credentials are not allowed to read or write the token in AWS.",
    "Allow your role the action that the message names.",
  ),
  "parameter-not-encrypted": failed(
    "The SSM parameter holds the token in plain text.",
    "Delete the parameter and create it again as a SecureString.",
  ),
  "secret-being-deleted": failed(
    "The secret in Secrets Manager is scheduled for deletion.",
    "Restore the secret, or name another secret.",
  ),
  "secret-binary": failed("The secret contains binary data instead of text.", "Store the token as text."),
  "runner-not-found": failed(
    "GitLab has no matching runner.",
    "Run `glrunner runners create`, or check the token.",
  ),
  "runner-ambiguous": failed(
    "Several runners in GitLab match.",
    "In GitLab, delete the runners that you do not need.",
  ),
  "runner-exists": failed(
    "A runner with this description already exists in GitLab.",
    "Store its token, or delete it in GitLab.",
  ),
  "runner-not-owned": failed(
    "The runner in GitLab belongs to another cluster.",
    "Give the runner another name, or delete the existing runner in GitLab.",
  ),
  "runner-maybe-created": failed(
    "The connection broke while GitLab created the runner, so it may exist.",
    "If the runner exists in GitLab, delete it there. Then run the command again.",
  ),
  "runner-not-deleted": failed(
    "GitLab created a runner, but its token could not be stored and the runner could not be deleted.",
    "Delete the runner in GitLab.",
  ),
  "aws-account-unknown": failed(
    "AWS did not return the account of the credentials, because it refused them or was unreachable.",
    "Run `glrunner check` to see the reason.",
  ),
} as const;

const inputCodes = {
  "runner-unknown": refused(
    "The configuration has no runner of this name.",
    "Name a runner of the configuration.",
  ),
  "gitlab-token-missing": refused(
    "GITLAB_TOKEN is not set.",
    "Create an access token, then: read -rs GITLAB_TOKEN && export GITLAB_TOKEN.",
  ),
  "gitlab-token-malformed": refused(
    "GITLAB_TOKEN contains characters that a token cannot have.",
    "Set GITLAB_TOKEN again.",
  ),
  "gitlab-token-kind": refused(
    "GITLAB_TOKEN is a type of token that cannot manage runners.",
    "Create a personal, group or project access token.",
  ),
  "gitlab-several": refused(
    "The selected runners belong to several GitLab instances, and a token belongs to one instance.",
    "Name the runners of one GitLab instance.",
  ),
  "gitlab-not-encrypted": refused(
    "The connection to GitLab is not encrypted.",
    "Set gitlabUrl to an https:// address.",
  ),
  "runner-registers-itself": refused(
    "The runner has a registration token, with which it registers itself.",
    "Set tokenType: authentication, and store a token in SSM or Secrets Manager.",
  ),
  "token-not-writable": refused(
    "The command cannot store a token in the place that the configuration names.",
    "Keep the token in SSM or Secrets Manager.",
  ),
  "token-place-shared": refused(
    "Several runners name the same place for their tokens.",
    "Set a different token for each runner.",
  ),
} as const;

export const runnersMessages = {
  ...requestCodes,
  ...runnerCodes,
  ...inputCodes,
  "runners-refused": refused(
    "The command cannot start. `details.problems` lists each problem with its own code.",
    "Correct every problem, then run the command again.",
  ),
  "runners-failed": failed(
    "The command failed for at least one runner. Its row shows the code and the reason.",
    "Do what the row asks for, then run the command again.",
  ),
  "runners-differ": failed(
    "At least one runner in GitLab differs from the configuration.",
    "Run `glrunner runners create --dry-run` to see the changes.",
  ),
} as const satisfies Readonly<Record<Exclude<RunnerErrorCode | InputCode, SharedCode>, MessageEntry>> &
  Readonly<Record<string, MessageEntry>>;
