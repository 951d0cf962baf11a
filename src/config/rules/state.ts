/** Where local state lies: named outright, so that every command finds it from any folder. */
import { problem } from "../input/problems";
import { expandHome } from "../resolve/state";
import { needs, type Rule } from "./rule";

export const stateDirectory: Rule = needs(["state"], ({ state }, { home }) => {
  if (state.backend !== "local") return [];
  const value = state.directory ?? "~/tfstate";
  if (expandHome(value, home).startsWith("/")) return [];
  const homeless = value.startsWith("~/") || value === "~";
  return [
    problem({
      code: "state-directory",
      path: ["state", "directory"],
      value,
      message: homeless
        ? "the home directory is not known"
        : "this depends on the folder that a command is started in",
      allowed: "an absolute path, or one that begins with ~/",
      fix: homeless ? "write an absolute path" : `write ~/${value.replace(/^(\.\/)+/, "")}, for example`,
    }),
  ];
});
