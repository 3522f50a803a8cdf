using Heed.Training;

namespace Heed.Pipelines.Classification;

/// <summary>Sets examples aside for validation where the user gave none.</summary>
internal static class DataSplit
{
    private const int MostForValidation = 2_000;

    /// <summary>
    /// A seeded share of each class, so that both parts have the classes in the same proportion. Those of one content
    /// go to the same side, so that none is validated on that was trained on.
    /// </summary>
    /// <param name="examples">All of them.</param>
    /// <param name="label">The class of one.</param>
    /// <param name="content">What tells one from another.</param>
    /// <param name="noun">What one is: text, picture.</param>
    /// <param name="share">The share to set aside.</param>
    /// <param name="seed">Decides which.</param>
    /// <exception cref="InvalidInputException">There are too few.</exception>
    public static (IReadOnlyList<T> Training, IReadOnlyList<T> Validation) Stratified<T>(
        IReadOnlyList<T> examples, Func<T, string> label, Func<T, string> content, string noun, double share, int seed)
    {
        share = Math.Min(share, MostForValidation / (double)Math.Max(1, examples.Count));
        var training = new List<T>();
        var validation = new List<T>();
        foreach (var ofClass in examples.GroupBy(label, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var byContent = ofClass.GroupBy(content, StringComparer.Ordinal).ToList();
            var order = ExampleOrder.OfEpoch(byContent.Count, (ulong)seed, 0);
            var wanted = byContent.Count < 2 ? 0 : Math.Max(1, (int)Math.Round(share * ofClass.Count()));
            var taken = 0;
            foreach (var index in order)
            {
                var isForValidation = taken < wanted;
                taken += isForValidation ? byContent[index].Count() : 0;
                (isForValidation ? validation : training).AddRange(byContent[index]);
            }
        }

        return validation.Count > 0
            ? (training, validation)
            : throw new InvalidInputException($"No label stands on two different {noun}s, so none can be set aside for validation; expected more {noun}s, or validation {noun}s of their own.");
    }
}
