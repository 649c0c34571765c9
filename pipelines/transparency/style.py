"""How the record looks on a screen and on paper, beyond the style of every page."""

STYLE = """
.contents { columns: 2; margin: 18px 0; padding: 14px 20px; background: var(--band);
  border-radius: 6px; }
.contents a { display: block; color: var(--ink); padding: 2px 0; }
h2 { padding-top: 8px; border-top: 2px solid var(--line); }
h3 { font-size: 16px; margin: 22px 0 8px; }
.keep { white-space: nowrap; }
.small { color: var(--faint); font-size: 13px; line-height: 1.5; overflow-wrap: anywhere; }
table.ledger { font-size: 14px; margin: 8px 0; }
.ledger td { overflow-wrap: break-word; } .ledger td:first-child { min-width: 9em; }
.ledger thead th { position: sticky; top: 0; box-shadow: inset 0 -1px 0 var(--line); }
.ledger ul { margin: 0; padding-left: 1.2em; }
.notice { margin: 18px 0; padding: 14px 18px; border-left: 6px solid #f08a24; background: #fff6ea;
  border-radius: 4px; }
.notice ul { columns: 2; margin: 8px 0 0; padding-left: 1.2em; font-size: 14px; }
.notice li { break-inside: avoid; }
.state { margin: 14px 0; padding: 10px 16px; border: 1px solid var(--line); border-radius: 6px; }
.box { margin: 14px 0; padding: 14px 18px; border: 1.5px solid var(--ink); border-radius: 4px;
  break-inside: avoid; }
.lines div { border-bottom: 1px solid var(--faint); height: 34px; }
.byhand { display: grid; grid-template-columns: 1fr 1fr; gap: 26px 32px; margin-top: 20px; }
.byhand div { border-bottom: 1px solid var(--faint); padding-bottom: 2px; }
.colour-red { background: #c8102e; color: #fff; }
.colour-orange { background: #f08a24; color: #222; }
.colour-yellow { background: #ffd84d; color: #222; }
code { font-size: 13px; overflow-wrap: anywhere; }
@media (max-width: 700px) { .contents, .notice ul { columns: 1; }
  table.ledger { display: block; overflow-x: auto; } }
@page { size: A4; margin: 14mm 12mm; }
@media print { body { font-size: 10.5pt; } h1 { font-size: 20pt; } h2 { font-size: 13pt;
    break-after: avoid; } h3 { break-after: avoid; }
  table.ledger { font-size: 8.5pt; } .ledger th, .ledger td { padding: 4px 5px; }
  .ledger thead { display: table-header-group; } .ledger thead th { position: static; }
  .small { font-size: 7.5pt; } .tag { font-size: 8pt; padding: 0 5px; border: 1px solid; }
  .verdict, .state, .contents { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
