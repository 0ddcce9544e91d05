/** How the report looks: light and dark by the reader's setting, calm, and fit for paper. No attribute in the page carries a style. */

const light = `
  --page: #f6f7f8; --card: #ffffff; --ink: #1d2429; --soft: #59656d; --line: #dfe4e7; --row: #f3f5f6;
  --good: #2c6e49; --bad: #a8321a; --care: #85560a; --quiet: #59656d; --code: #eef1f3;
  --evacuating: #7f9fc4; --staging: #b79ccb; --installing: #3f74a8; --restoring: #7cb39a; --step: #97a3ab;`;

const dark = `
  --page: #14181b; --card: #1c2226; --ink: #e2e7ea; --soft: #9caab3; --line: #313a40; --row: #21282d;
  --good: #7fc69c; --bad: #f08e76; --care: #dcb163; --quiet: #9caab3; --code: #262e33;
  --evacuating: #6787ad; --staging: #93799f; --installing: #6ca0d3; --restoring: #5d9a80; --step: #6d7a83;`;

export const style = `
:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; font-weight: 600; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; font-weight: 600; margin: 0 0 .9rem; }
p { margin: 0 0 .8rem; overflow-wrap: anywhere; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.3rem 1.5rem; margin-top: 1.2rem; }
.lead { color: var(--soft); max-width: 60rem; }
.state { display: inline-block; border: 1px solid currentColor; border-radius: 99px; padding: 0 .7rem; font-size: .85rem; font-weight: 600; margin-bottom: .7rem; }
.good { color: var(--good); } .bad { color: var(--bad); } .care { color: var(--care); } .quiet { color: var(--quiet); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .8rem; margin: 1.4rem 0 0; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .8rem 1.1rem; }
.figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
.figures small { display: block; color: var(--soft); font-size: .8rem; font-weight: 400; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; margin: 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; } .scroll:focus-visible { outline: 2px solid var(--installing); outline-offset: 2px; }
.scroll + .scroll { margin-top: 1.2rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
caption { text-align: left; color: var(--soft); font-size: .85rem; padding-bottom: .4rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .9rem .45rem 0; border-bottom: 1px solid var(--line); }
tbody tr:last-child td { border-bottom: 0; }
th { font-weight: 600; color: var(--soft); white-space: nowrap; }
td { overflow-wrap: break-word; } td .nobreak { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code { font: .86em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; background: var(--code); border-radius: 4px; padding: .1em .35em; overflow-wrap: anywhere; }
ul { margin: 0; padding-left: 1.2rem; } li + li { margin-top: .4rem; }
svg { display: block; width: 100%; height: auto; min-width: 44rem; }
svg text { font: 12px system-ui, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--soft); }
svg .name { fill: var(--ink); font-size: 13px; } svg .grid { stroke: var(--line); } svg .lane { fill: var(--row); }
.evacuating { fill: var(--evacuating); } .staging { fill: var(--staging); } .installing { fill: var(--installing); }
.restoring { fill: var(--restoring); } .step { fill: var(--step); } .failed { fill: var(--bad); } .open { opacity: .45; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; list-style: none; padding: .8rem 0 0; color: var(--soft); font-size: .85rem; }
.legend li { margin: 0; display: flex; align-items: center; gap: .45rem; } .legend + p { font-size: .85rem; margin: .6rem 0 0; }
.legend svg { width: 12px; min-width: 12px; height: 12px; }
footer { color: var(--soft); font-size: .85rem; margin-top: 1.6rem; }
@media (max-width: 40rem) { main { padding: 1.2rem .8rem 3rem; } section { padding: 1rem; } .facts { grid-template-columns: 1fr; } .facts dd { margin-bottom: .5rem; } }
@media print {
  :root { ${light} --page: #fff; --row: #fff; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  section, .figures div { border-radius: 0; } section { break-inside: auto; } h2 { break-after: avoid; } tr, svg { break-inside: avoid; }
  .scroll { overflow: visible; } svg { min-width: 0; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
