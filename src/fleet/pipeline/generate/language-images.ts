/**
 * Images of several languages, and the output by which each shows its language. All are Docker's own images in ECR Public,
 * which limits pulls a second and not pulls a day. All have a shell and `date`, and exist for amd64 and arm64.
 * Source: docker-library/official-images@37079fb3:library/{golang,node,php,python,ruby}, of 2026-08-21; read 2026-11-28.
 * A tag that is removed from that list still exists, but is no longer rebuilt: golang 1.25 was removed on 2026-08-19.
 */
interface LanguageImage {
  readonly language: string;
  readonly image: string;
  readonly command: string;
  /** Part of the output of the command that no other image has. */
  readonly output: string;
}

const official = "public.ecr.aws/docker/library";

export const languageImages: readonly LanguageImage[] = [
  {
    language: "go",
    image: `${official}/golang:1.27-alpine`,
    command: "go version",
    output: "go version go1.27",
  },
  { language: "node", image: `${official}/node:22-alpine`, command: "node --version", output: "v22." },
  { language: "php", image: `${official}/php:8.4-cli-alpine`, command: "php --version", output: "PHP 8.4" },
  {
    language: "python",
    image: `${official}/python:3.13-alpine`,
    command: "python3 --version",
    output: "Python 3.13",
  },
  { language: "ruby", image: `${official}/ruby:3.4-alpine`, command: "ruby --version", output: "ruby 3.4" },
];
