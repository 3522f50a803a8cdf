namespace Heed.Pipelines.ImageClassification;

/// <summary>What <see cref="ImageClassifier.Explain"/> is to find out.</summary>
public sealed record ImageExplanationOptions
{
    /// <summary>The label to explain; null for the one that the model predicts.</summary>
    public string? Target { get; init; }

    /// <summary>Which methods; null for all that the model has. Of <see cref="ExplanationMethod.Pooling"/> others than sequence pooling have none.</summary>
    public IReadOnlyList<ExplanationMethod>? Methods { get; init; }

    /// <summary>
    /// Whether each map is put to the test: (2 methods + <see cref="RandomOrders"/>) x <see cref="Steps"/> passes through the model.
    /// </summary>
    public bool MeasuresTrust { get; init; } = true;

    /// <summary>In how many steps patches are taken away, 1 to 32; no more than there are patches.</summary>
    public int Steps
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 32);
            field = value;
        }
    } = 16;

    /// <summary>Orders by chance that the maps are compared with, 2 or more.</summary>
    public int RandomOrders
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2);
            field = value;
        }
    } = 10;

    /// <summary>Seed of the orders by chance.</summary>
    public int Seed { get; init; } = 42;
}
