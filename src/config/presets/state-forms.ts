/** Where the state is kept, in one word: how a question or an option is answered. */
import { problem, type Problem } from "../input/problems";
import type { ConfigInput } from "../schema";

type StateInput = NonNullable<ConfigInput["state"]>;

interface StateForm {
  readonly form: string;
  readonly pattern: RegExp;
  /** From what the pattern caught; a part that was not given is undefined. */
  readonly read: (...parts: readonly (string | undefined)[]) => StateInput;
}

const folderOf = (prefix: string | undefined) => (prefix === undefined ? {} : { prefix });

const forms: readonly StateForm[] = [
  { form: "local", pattern: /^local$/, read: () => ({ backend: "local" }) },
  {
    form: "a folder such as ~/tfstate",
    pattern: /^([~./].*)$/,
    read: (directory) => ({ backend: "local", directory }),
  },
  {
    form: "s3://BUCKET[/FOLDER]",
    pattern: /^s3:\/\/([^/]*)(?:\/(.+?))?\/?$/,
    read: (bucket = "", prefix) => ({ backend: "s3", bucket, ...folderOf(prefix) }),
  },
  {
    form: "https://... (GitLab's state API)",
    pattern: /^(https?:\/\/.*)$/,
    read: (address = "") => ({ backend: "http", address }),
  },
  {
    form: "gs://BUCKET[/FOLDER]",
    pattern: /^gs:\/\/([^/]*)(?:\/(.+?))?\/?$/,
    read: (bucket = "", prefix) => ({ backend: "gcs", bucket, ...folderOf(prefix) }),
  },
  {
    form: "azurerm://RESOURCE_GROUP/ACCOUNT/CONTAINER[/FOLDER]",
    pattern: /^azurerm:\/\/([^/]*)\/([^/]*)\/([^/]*)(?:\/(.+?))?\/?$/,
    read: (resourceGroupName = "", storageAccountName = "", containerName = "", prefix) => ({
      ...{ backend: "azurerm", resourceGroupName, storageAccountName, containerName },
      ...folderOf(prefix),
    }),
  },
  {
    form: "remote://[HOST/]ORGANIZATION",
    pattern: /^remote:\/\/(?:([^/]*)\/)?([^/]*)$/,
    read: (hostname, organization = "") => ({
      backend: "remote",
      ...(hostname !== undefined && { hostname }),
      organization,
    }),
  },
];

export const stateForms: readonly string[] = forms.map(({ form }) => form);

/** What the parts may be is the schema's to say. */
export function stateOf(text: string): StateInput | Problem {
  for (const { pattern, read } of forms) {
    const found = pattern.exec(text);
    if (found !== null) return read(...found.slice(1));
  }
  return problem({
    code: "wrong-form",
    path: "state",
    value: text,
    message: "this names no place for the state",
    allowed: stateForms.join(", "),
    fix: "write one of these",
  });
}
