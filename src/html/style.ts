/**
 * The style sheet that all HTML reports share. Every color is a property of the light or the dark theme, so that a
 * test can calculate the contrast of each text color (first two lines) on each background (third and fourth line).
 */
const light = `
  --text: #1d2129; --muted: #545c69; --accent: #1f4fa8;
  --create: #17683a; --update: #7a4d00; --delete: #ab1f1f;
  --page: #ffffff; --panel: #f5f6f8; --strong: #eceef2;
  --safeGround: #e3f3e8; --lookGround: #fbf0d6; --dangerousGround: #fbe4e2;
  --line: #d5d9e0; --focus: #1f4fa8;`;
const dark = `
  --text: #e4e7ec; --muted: #a3abb8; --accent: #8db4ff;
  --create: #6fd197; --update: #e3b65c; --delete: #ff9a94;
  --page: #14171c; --panel: #1b1f26; --strong: #232831;
  --safeGround: #16301f; --lookGround: #33270d; --dangerousGround: #3a1a19;
  --line: #363d48; --focus: #8db4ff;`;

/** The content of the `<style>` element. A Content-Security-Policy allows it by its hash. */
export const style = `
:root { color-scheme: light;${light} }
@media (prefers-color-scheme: dark) { :root { color-scheme: dark;${dark} } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
code, pre, .address, .mark { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: 13px; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: .5rem; z-index: 1; padding: .4rem .8rem; background: var(--page); }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.75rem; }
footer { padding-bottom: 3rem; color: var(--muted); font-size: 13px; }
h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; letter-spacing: -.01em; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.15rem; }
h3 { margin: 0; font-size: .95rem; }
h1, h2, h3, summary, li, td, th, dd, dt { overflow-wrap: anywhere; }
.lead { margin: .25rem 0 0; color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; margin: .9rem 0 0; padding: 0; list-style: none; }
.facts { display: flex; flex-wrap: wrap; gap: .35rem 1.75rem; margin: .6rem 0 0; font-size: 13px; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.verdict { margin: 1rem 0 0; padding: .7rem 1rem; border-radius: 6px; border-left: 6px solid; font-size: 1.1rem;
  font-weight: 600; overflow-wrap: anywhere; }
.verdict.safe { color: var(--create); background: var(--safeGround); }
.verdict.look { color: var(--update); background: var(--lookGround); }
.verdict.dangerous { color: var(--delete); background: var(--dangerousGround); }
.figures { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0 0; }
.figures div { flex: 1 1 12rem; padding: .5rem .9rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: 6px; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.figures dt { color: var(--muted); font-size: 13px; }
.figures dd { margin: 0; font-size: 1.15rem; font-weight: 600; overflow-wrap: anywhere; }
.risks { display: grid; gap: .75rem; }
.risk { padding: .8rem 1rem .9rem; background: var(--panel); border: 1px solid var(--line);
  border-left: 4px solid var(--muted); border-radius: 6px; }
.risk.ownership, .risk.loss, .risk.secret { border-left-color: var(--delete); }
.risk.exposure { border-left-color: var(--update); }
.risk.cost { border-left-color: var(--accent); }
.risk.ownership h3, .risk.loss h3, .risk.secret h3 { color: var(--delete); }
.risk.exposure h3 { color: var(--update); }
.risk > ul { margin: .5rem 0 0; padding: 0; list-style: none; display: grid; gap: .6rem; }
.risk p { margin: 0; }
.places { margin: .2rem 0 0; padding: 0; list-style: none; }
.places li { display: flex; gap: .6rem; align-items: baseline; }
.count { color: var(--muted); font-weight: 400; }
.clear { margin: 0; padding: .8rem 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .7rem; text-align: right; border-top: 1px solid var(--line); }
thead th { border-top: 0; background: var(--strong); font-weight: 600; font-size: 13px; overflow-wrap: normal; }
th:first-child, td.wait, td.text { text-align: left; }
th { white-space: nowrap; }
td.zero, td.wait { color: var(--muted); }
.filter { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; margin: 2.25rem 0 -1rem; }
.filter[hidden] { display: none; }
.filter label { font-weight: 600; }
.filter input { flex: 1 1 12rem; max-width: 26rem; min-width: 0; }
.filter input, .filter button { padding: .4rem .65rem; font: inherit; color: var(--text); background: var(--page);
  border: 1px solid var(--muted); border-radius: 6px; }
.filter button { cursor: pointer; background: var(--panel); }
.filter output { color: var(--muted); }
.module { margin-top: .6rem; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.module > summary { padding: .5rem .9rem; background: var(--strong); }
summary { cursor: pointer; }
summary h3 { display: inline; }
summary:focus-visible { outline-offset: -3px; }
.changes { margin: 0; padding: 0; list-style: none; }
.changes > li { border-top: 1px solid var(--line); }
.changes summary, .plain { display: grid; grid-template-columns: 4rem minmax(0, 1fr) 1rem; gap: 0 .6rem;
  padding: .35rem .9rem; align-items: baseline; list-style: none; }
.changes summary::-webkit-details-marker { display: none; }
.changes summary::after { content: "\\203a"; grid-area: 1 / 3; text-align: center; color: var(--muted);
  transform: rotate(90deg); }
.changes details[open] > summary::after { transform: rotate(-90deg); }
.changes summary:hover { background: var(--panel); }
.cost tfoot th, .cost tfoot td { font-weight: 600; background: var(--strong); }
.cost th { white-space: normal; }
.cost td:not(.wait) { white-space: nowrap; }
.address, .remark { min-width: 0; overflow-wrap: anywhere; }
.remark { grid-column: 2; color: var(--muted); font-size: 13px; }
.mark { flex: 0 0 4rem; font-weight: 600; }
.create, .import { color: var(--create); }
.update { color: var(--update); }
.delete, .replace, .forget { color: var(--delete); }
.read, .no-op { color: var(--muted); }
.attributes { margin: 0; padding: .2rem .9rem .8rem 5.5rem; display: grid; gap: .3rem 1rem;
  grid-template-columns: minmax(8rem, 20rem) minmax(0, 1fr); background: var(--panel); }
.attributes dt { color: var(--muted); }
.attributes dd { margin: 0; min-width: 0; }
.later { margin: 0; padding: .2rem .9rem .6rem 5.5rem; color: var(--muted); font-size: 13px; background: var(--panel); }
.forces { color: var(--delete); font-size: 13px; }
.old { color: var(--delete); }
.new { color: var(--create); }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre span { display: block; }
.note { margin: 0 0 .6rem; color: var(--delete); font-weight: 600; }
.empty { color: var(--muted); }
@media (max-width: 40rem) {
  header, main, footer { padding-left: .9rem; padding-right: .9rem; }
  .attributes { grid-template-columns: minmax(0, 1fr); gap: 0; padding-left: .9rem; }
  .attributes dd { margin-bottom: .4rem; }
  .later { padding-left: .9rem; }
  .changes summary, .plain { grid-template-columns: 4rem minmax(0, 1fr) .8rem; gap: 0 .3rem; padding: .35rem .7rem; }
  th, td { padding: .4rem .45rem; }
  thead th { font-size: 12px; }
}
@media print { .filter, nav, .skip { display: none; } }
`;
