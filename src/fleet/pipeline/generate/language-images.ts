/**
 * Images of several languages and how each tells which it is. All are Docker's own, through ECR Public, which limits
 * pulls a second and not pulls a day. All have a shell and `date`, and are made for amd64 and for arm64.
 * Source: docker-library/official-images@37079fb3:library/{golang,node,php,python,ruby}, of 2026-08-21; read 2026-11-28.
 * A tag that leaves that list stays where it is, and is not rebuilt any more: golang 1.25 left it on 2026-08-19.
 */
interface LanguageImage {
  readonly language: string;
  readonly image: string;
  readonly command: string;
  /** What the command's answer begins with, in that image and in no other. */
  readonly answer: string;
}

const official = "public.ecr.aws/docker/library";

export const languageImages: readonly LanguageImage[] = [
  {
    language: "go",
    image: `${official}/golang:1.27-alpine`,
    command: "go version",
    answer: "go version go1.27",
  },
  { language: "node", image: `${official}/node:22-alpine`, command: "node --version", answer: "v22." },
  { language: "php", image: `${official}/php:8.4-cli-alpine`, command: "php --version", answer: "PHP 8.4" },
  {
    language: "python",
    image: `${official}/python:3.13-alpine`,
    command: "python3 --version",
    answer: "Python 3.13",
  },
  { language: "ruby", image: `${official}/ruby:3.4-alpine`, command: "ruby --version", answer: "ruby 3.4" },
];
