namespace Heed.Pipelines.ImageClassification;

/// <summary>
/// How far a map may be trusted, by deletion and insertion (Petsiuk, Das and Saenko 2018, section 4.1; arXiv:1806.07421): patches are replaced by the
/// mean colour of what the model learned from, those of most relevance first, and the probability of the class is followed. A map that names what the model goes by makes it
/// fall at once; put back in the same order, the same patches make it rise at once.
/// </summary>
/// <param name="Deletion">Area under <paramref name="DeletionCurve"/> over the share of patches gone, 0 to 1: the lower, the better.</param>
/// <param name="Insertion">Area under <paramref name="InsertionCurve"/> over the share of patches there: the higher, the better. It is also the deletion in the inverse order.</param>
/// <param name="DeletionCurve">Probability of the class with so many patches gone, from all there to none.</param>
/// <param name="InsertionCurve">Probability of the class with so many patches there, from none to all.</param>
/// <param name="Random">What orders by chance come to.</param>
public sealed record Faithfulness(
    double Deletion, double Insertion, IReadOnlyList<float> DeletionCurve, IReadOnlyList<float> InsertionCurve, RandomControl Random)
{
    /// <summary>Insertion less deletion: 0 is what chance comes to, 1 the most there is. By it methods are ranked.</summary>
    public double Gain => Insertion - Deletion;

    /// <summary>Whether no order by chance did as well, in deletion or in insertion: with n orders, chance itself gets there at most once in n + 1 times.</summary>
    public bool BeatsRandom => Deletion < Random.Areas.Min() && Insertion > Random.Areas.Max();
}

/// <summary>
/// Deletion in orders by chance. What such an order comes to in insertion is distributed likewise, for an insertion is the deletion in the inverse
/// order, read backwards.
/// </summary>
/// <param name="Mean">Mean area under the curve.</param>
/// <param name="Deviation">Standard deviation of it from order to order.</param>
/// <param name="Areas">The area of each order.</param>
/// <param name="Curve">Mean probability of the class with so many patches gone.</param>
/// <param name="Shares">The share of patches that is gone at each point of a curve, from 0 to 1; that is there, of an insertion.</param>
public sealed record RandomControl(
    double Mean, double Deviation, IReadOnlyList<double> Areas, IReadOnlyList<float> Curve, IReadOnlyList<double> Shares);
