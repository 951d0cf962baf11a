/**
 * Images of several languages and how each tells which it is. All are Docker's own, through ECR Public, which limits
 * pulls a second and not pulls a day, and all have a shell and `date`.
 * Source: docker-library/official-images, folder library; read 2026-11-28.
 */
export interface LanguageImage {
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
    image: `${official}/golang:1.25-alpine`,
    command: "go version",
    answer: "go version go1.25",
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
