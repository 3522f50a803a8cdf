using System.Text.Json;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;

namespace Heed.Site;

/// <summary>The formulas of all pages as MathML, made in one run of node.</summary>
internal sealed class Equations
{
    private readonly Dictionary<Formula, string> byFormula = [];

    /// <exception cref="SiteException">Formulas that are no TeX, each with its page and line.</exception>
    public Equations(IReadOnlyList<SitePage> pages, SiteTools tools)
    {
        var uses = pages.SelectMany(page => FormulasOf(page.Document).Select(use => (Page: page, use.Formula, use.Line))).ToList();
        var formulas = uses.Select(use => use.Formula).Distinct().ToList();
        var input = JsonSerializer.Serialize(formulas.Select(formula => new { tex = formula.Tex, display = formula.IsDisplay }));
        var answers = JsonDocument.Parse(tools.RunScript("equations.mjs", input)).RootElement.EnumerateArray().ToList();
        var faults = new List<string>();
        foreach (var (formula, answer) in formulas.Zip(answers))
        {
            if (answer.TryGetProperty("error", out var error))
            {
                var (page, _, line) = uses.First(use => use.Formula == formula);
                faults.Add($"{page.Source}({line + 1}): '{formula.Tex}' is no formula: {error.GetString()}");
            }
            else
            {
                byFormula[formula] = answer.GetProperty("mathml").GetString()!;
            }
        }

        if (faults.Count > 0)
        {
            throw new SiteException(string.Join('\n', faults));
        }
    }

    public string Of(MathInline inline) => byFormula[FormulaOf(inline)];

    public string Of(MathBlock block) => byFormula[FormulaOf(block)];

    private static IEnumerable<(Formula Formula, int Line)> FormulasOf(MarkdownDocument document) =>
        document.Descendants<MathInline>().Select(inline => (FormulaOf(inline), inline.Line))
            .Concat(document.Descendants<MathBlock>().Select(block => (FormulaOf(block), block.Line)));

    // $$...$$ within a line is a display all the same, as GitHub has it.
    private static Formula FormulaOf(MathInline inline) => new(inline.Content.ToString(), inline.DelimiterCount == 2);

    private static Formula FormulaOf(MathBlock block) => new(block.Lines.ToString(), true);

    private sealed record Formula(string Tex, bool IsDisplay);
}
