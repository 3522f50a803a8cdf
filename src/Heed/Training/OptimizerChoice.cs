namespace Heed.Training;

/// <summary>What moves the parameters of a run.</summary>
public enum OptimizerChoice
{
    /// <summary><see cref="Training.AdamW"/> for all.</summary>
    AdamW,

    /// <summary><see cref="Training.Muon"/> for hidden matrices, AdamW for the others.</summary>
    Muon,
}
