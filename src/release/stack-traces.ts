/**
 * cdktf records for each token where it was created, only for errors that concern authors of constructs. The released file
 * does not, because it takes time in each synthesis.
 */
import { replaceFiles } from "./replace-files";

export const withoutStackTraces = replaceFiles("without-stack-traces", [
  {
    filter: /[\\/]cdktf[\\/]lib[\\/]tokens[\\/]private[\\/]stack-trace\.js$/,
    contents: () => "exports.captureStackTrace = () => [];",
  },
]);
