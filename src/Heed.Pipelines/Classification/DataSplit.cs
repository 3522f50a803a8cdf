using Heed.Pipelines.Data;
using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>Sets texts aside for validation where the user gave none.</summary>
internal static class DataSplit
{
    private const int MostForValidation = 2_000;

    /// <summary>
    /// A seeded share of each class, so that both parts have the classes in the same proportion. Texts that stand more than once
    /// go to the same side, so that none is validated on that was trained on.
    /// </summary>
    /// <exception cref="InvalidInputException">There are too few texts.</exception>
    public static (IReadOnlyList<TextExample> Training, IReadOnlyList<TextExample> Validation) Stratified(IReadOnlyList<TextExample> examples, double share, int seed)
    {
        share = Math.Min(share, MostForValidation / (double)Math.Max(1, examples.Count));
        var training = new List<TextExample>();
        var validation = new List<TextExample>();
        foreach (var ofClass in examples.GroupBy(example => example.Label, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var byText = ofClass.GroupBy(example => example.Text, StringComparer.Ordinal).ToList();
            var order = ExampleOrder.OfEpoch(byText.Count, (ulong)seed, 0);
            var wanted = byText.Count < 2 ? 0 : Math.Max(1, (int)Math.Round(share * ofClass.Count()));
            var taken = 0;
            foreach (var index in order)
            {
                var isForValidation = taken < wanted;
                taken += isForValidation ? byText[index].Count() : 0;
                (isForValidation ? validation : training).AddRange(byText[index]);
            }
        }

        return validation.Count > 0
            ? (training, validation)
            : throw new InvalidInputException("No label stands on two different texts, so none can be set aside for validation; expected more texts, or validation texts of their own.");
    }
}
