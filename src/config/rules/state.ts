/** Rules of the state backend. */
import { stateProblems } from "../backends";
import { needs, type Rule } from "./rule";

export const stateDirectory: Rule = needs(["state"], ({ state }, { home }) => stateProblems(state, home));
