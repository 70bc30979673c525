namespace GmpSim.Reports.Html;

/// <summary>The style of the report: dark on light, a readable measure, one column on a phone, paper-friendly.</summary>
internal static class ReportStyle
{
    public const string Css = """

        :root { --ink: #1a1a1a; --soft: #555; --line: #d9d9d9; --panel: #f6f6f4; --link: #0b5394; }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; }
        body { margin: 0; background: #fff; color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
        main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; text-wrap: balance; }
        h2 { font-size: 1.35rem; line-height: 1.3; margin: 2.6rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.05rem; margin: 1.6rem 0 .3rem; }
        p, ul { max-width: 42rem; margin: .5rem 0; }
        ul { padding-left: 1.3rem; }
        a { color: var(--link); }
        .lead, .source, .remark, .why { color: var(--soft); }
        .verdict-summary { font-size: 1.15rem; }
        nav ul { columns: 14rem; max-width: none; }
        .wide { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; font-size: .86rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
        caption { text-align: left; white-space: nowrap; color: var(--soft); padding: 0 0 .35rem; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .85rem .4rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
        thead th { border-bottom: 2px solid var(--ink); vertical-align: bottom; }
        tbody th { font-weight: 600; }
        .prose { white-space: normal; min-width: 15rem; max-width: 30rem; overflow-wrap: anywhere; }
        .verdict { display: inline-block; white-space: nowrap; padding: .05rem .5rem; border-radius: .25rem; border: 1px solid; }
        .reproduced { color: #00573f; background: #e6f4ef; }
        .not-reproduced { color: #8a3400; background: #fdeee4; }
        .pass { color: #00573f; background: #e6f4ef; }
        .fail { color: #8a3400; background: #fdeee4; }
        .warn { color: #6b4a00; background: #fdf3dc; }
        .direction-only, .undecided { color: #444; background: #f0f0f0; }
        figure { margin: 1.4rem 0; overflow-x: auto; }
        figure svg { display: block; width: 100%; max-width: 720px; min-width: 540px; height: auto; }
        pre { background: var(--panel); border: 1px solid var(--line); border-radius: .3rem; padding: .8rem 1rem; overflow-x: auto; }
        code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .9em; }
        /* The pictures have a margin of their own: this brings their texts in line with the page's. */
        figure { margin-left: -1.1rem; }
        @media (max-width: 40rem) { main { padding: 1.2rem 1rem 3rem; } figure { margin-left: -1rem; margin-right: -1rem; } h1 { font-size: 1.5rem; } }
        @media print {
          body { font-size: 10.5pt; }
          main { max-width: none; padding: 0; }
          nav { display: none; }
          a { color: inherit; text-decoration: none; }
          h2, h3, caption { break-after: avoid; }
          figure, tr { break-inside: avoid; }
          figure, .wide { overflow: visible; margin-left: 0; }
          figure svg { min-width: 0; max-width: 15cm; }
          table { font-size: 8pt; }
          th, td { white-space: normal; padding-right: .5rem; }
        }

        """;
}
