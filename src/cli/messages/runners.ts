/** Codes of `glrunner runners`, for the whole command or for the row of one runner. */
import type { RunnerErrorCode } from "../../clients/gitlab/gitlab-error";
import type { InputCode } from "../../fleet/runners";
import { failed, refused, type MessageEntry } from "./entry";

/** All commands use these; they are in `command-line.ts`. */
type SharedCode = "interrupted" | "unexpected" | "no-runners";

const requestCodes = {
  "gitlab-redirect": failed(
    "GitLab's address redirects to another one, and a token is not sent there.",
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
    "The access token's user may not do this.",
    "Use the token of an owner of the group or project.",
  ),
  "gitlab-not-found": failed(
    "GitLab does not have the object, or hides it from this token.",
    "Check the ID or path, and the rights of the token.",
  ),
  "gitlab-refused": failed("GitLab refused the values of the request.", "Do what the message asks for."),
  "gitlab-failed": failed("GitLab answered with an error of its own.", "Run the command again later."),
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
    "GitLab's answer has another form than its API documents.",
    "Check that gitlabUrl is the address of a GitLab.",
  ),
  "gitlab-answer-too-large": failed(
    "GitLab's answer exceeds the limit.",
    "Check that gitlabUrl is the address of a GitLab.",
  ),
  "gitlab-too-many-pages": failed(
    "GitLab lists more runners than the limit.",
    "Give --group or --project, which lists fewer.",
  ),
  "gitlab-too-slow": failed("GitLab took too long to list the runners.", "Run the command again later."),
} as const;

const runnerCodes = {
  "token-missing": failed("A runner's token is not where the configuration says.", "Store the token there."),
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
    "Several runners share a token, and rotation would disconnect the others.",
    "Set a different token for each runner.",
  ),
  "token-store-failed": failed(
    "SSM or Secrets Manager failed.",
    "Read the message, then run the command again.",
  ),
  "token-store-denied": failed(
    "The credentials may not read or write the token in AWS.",
    "Allow your role the action that the message names.",
  ),
  "parameter-not-encrypted": failed(
    "The SSM parameter holds the token in plain text.",
    "Delete the parameter and create it again as a SecureString.",
  ),
  "secret-being-deleted": failed(
    "The secret in Secrets Manager is scheduled for deletion.",
    "Restore the secret, or name another one.",
  ),
  "secret-binary": failed("The secret holds bytes instead of text.", "Store the token as text."),
  "runner-not-found": failed(
    "GitLab has no runner that matches.",
    "Run `glrunner runners create`, or check the token.",
  ),
  "runner-ambiguous": failed(
    "Several runners in GitLab match.",
    "Delete the ones that you do not need, in GitLab.",
  ),
  "runner-exists": failed(
    "A runner with this description already exists in GitLab.",
    "Store its token, or delete it in GitLab.",
  ),
  "runner-not-owned": failed(
    "The runner in GitLab belongs to another cluster.",
    "Give the runner another name, or delete the other one in GitLab.",
  ),
  "runner-maybe-created": failed(
    "The connection broke while GitLab created the runner, so it may exist.",
    "Look for it in GitLab and delete it, then run the command again.",
  ),
  "runner-not-deleted": failed(
    "A new runner whose token could not be stored could not be deleted either.",
    "Delete it in GitLab by hand.",
  ),
  "aws-account-unknown": failed(
    "AWS did not return the account of the credentials: it refused them, or was not reached.",
    "Run `glrunner check`, which names the reason.",
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
    "GITLAB_TOKEN contains characters that no token has.",
    "Set the variable again.",
  ),
  "gitlab-token-kind": refused(
    "GITLAB_TOKEN is a token that may not manage runners.",
    "Create a personal, group or project access token.",
  ),
  "gitlab-several": refused(
    "The selected runners belong to several GitLab instances, and a token belongs to one.",
    "Name the runners of one GitLab.",
  ),
  "gitlab-not-encrypted": refused(
    "The connection to GitLab is not encrypted.",
    "Set gitlabUrl to an https:// address.",
  ),
  "runner-registers-itself": refused(
    "The runner has a registration token, and registers itself.",
    "Set tokenType: authentication, and store a token in SSM or Secrets Manager.",
  ),
  "token-not-writable": refused(
    "The command cannot store a token where the configuration says.",
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
    "The command cannot start. `details.problems` has each problem with its own code.",
    "Correct every problem, then run the command again.",
  ),
  "runners-failed": failed(
    "The command failed for at least one runner. Its row has the code and the reason.",
    "Do what the row says, then run the command again.",
  ),
  "runners-differ": failed(
    "At least one runner in GitLab differs from the configuration.",
    "Run `glrunner runners create --dry-run`, which shows what would change.",
  ),
} as const satisfies Readonly<Record<Exclude<RunnerErrorCode | InputCode, SharedCode>, MessageEntry>> &
  Readonly<Record<string, MessageEntry>>;
