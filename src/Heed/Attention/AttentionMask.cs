using Heed.Kernels;

namespace Heed.Attention;

/// <summary>
/// Who may attend to whom, as a description: no array of queryLen x keyLen is made unless the user brings one. Masks compose
/// with <c>&amp;</c>, in any order: a key is visible if every part of the mask says so, and what the parts add to the scores adds
/// up. A query that may see nothing gets zeros and zero weights.
/// </summary>
public sealed partial class AttentionMask
{
    private readonly bool[]? visibleKeys;
    private readonly AttentionPrefix? prefix;
    private readonly AttentionSegments? segments;

    private AttentionMask(
        int windowLeft = -1, int windowRight = -1, bool alignsTopLeft = false, bool[]? visibleKeys = null, AttentionPrefix? prefix = null,
        AttentionSegments? segments = null, AttentionMap? map = null, AttentionBias? bias = null)
    {
        (WindowLeft, WindowRight, AlignsTopLeft) = (windowLeft, windowRight, alignsTopLeft);
        (this.visibleKeys, this.prefix, this.segments) = (visibleKeys, prefix, segments);
        (Map, Bias) = (map, bias);
    }

    /// <summary>How many keys before its own place a query sees; -1 for all.</summary>
    public int WindowLeft { get; }

    /// <summary>How many keys after its own place a query sees; -1 for all.</summary>
    public int WindowRight { get; }

    /// <summary>Whether query i stands at key i, and not at key i + keyLen - queryLen.</summary>
    public bool AlignsTopLeft { get; }

    /// <summary>For each row of the packed keys whether anybody may see it; empty if all are visible.</summary>
    public ReadOnlySpan<bool> VisibleKeys => visibleKeys;

    /// <summary>The pattern that was written out, if one was.</summary>
    public AttentionMap? Map { get; }

    /// <summary>What is added to the scaled scores, if anything.</summary>
    public AttentionBias? Bias { get; }

    private bool HasPlaces => WindowLeft >= 0 || WindowRight >= 0 || prefix is not null;

    /// <summary>Visible where both say so.</summary>
    /// <exception cref="ArgumentException">Both name keys, segments, or patterns of different shapes; or their windows start at different corners.</exception>
    public static AttentionMask operator &(AttentionMask a, AttentionMask b)
    {
        if (a.HasPlaces && b.HasPlaces && a.AlignsTopLeft != b.AlignsTopLeft)
        {
            throw new ArgumentException("A mask aligned top-left and one aligned bottom-right do not compose.");
        }

        return new AttentionMask(
            Narrower(a.WindowLeft, b.WindowLeft),
            Narrower(a.WindowRight, b.WindowRight),
            a.AlignsTopLeft || b.AlignsTopLeft,
            Both(a.visibleKeys, b.visibleKeys, And),
            Both(a.prefix, b.prefix, AttentionPrefix.And),
            Both(a.segments, b.segments, AttentionSegments.And),
            Both(a.Map, b.Map, AttentionMap.And),
            Both(a.Bias, b.Bias, AttentionBias.Add));

        static int Narrower(int x, int y) => x < 0 ? y : y < 0 ? x : Math.Min(x, y);

        static T? Both<T>(T? x, T? y, Func<T, T, T> and)
            where T : class => x is null ? y : y is null ? x : and(x, y);

        static bool[] And(bool[] x, bool[] y) => x.Length == y.Length
            ? [.. x.Zip(y, (first, second) => first && second)]
            : throw new ArgumentException($"Masks of {x.Length} and {y.Length} keys do not compose.");
    }

    /// <summary>The same as <c>&amp;</c>.</summary>
    public static AttentionMask BitwiseAnd(AttentionMask left, AttentionMask right) => left & right;

    /// <summary>The shape with this mask.</summary>
    /// <exception cref="ArgumentException">The mask is for other sequences, heads or lengths.</exception>
    internal AttentionShape ApplyTo(AttentionShape shape)
    {
        RequireRows(visibleKeys is null ? shape.KeyTokens : visibleKeys.Length, shape.KeyTokens, "keys");
        RequireRows(segments is null ? shape.QueryTokens : segments.Queries.Length, shape.QueryTokens, "queries in segments");
        RequireRows(segments is null ? shape.KeyTokens : segments.Keys.Length, shape.KeyTokens, "keys in segments");
        Map?.Shape.RequireFor(shape, "a mask");
        Bias?.Shape.RequireFor(shape, "a bias");
        return shape with
        {
            WindowLeft = WindowLeft,
            WindowRight = WindowRight,
            AlignsTopLeft = AlignsTopLeft,
            KeyVisible = visibleKeys,
            PrefixLengths = prefix is null ? default : prefix.For(shape.Sequences),
            QuerySegments = segments is null ? default : segments.Queries,
            KeySegments = segments is null ? default : segments.Keys,
            Visible = Map is null ? default : Map.Values,
            VisibleStrides = Map is null ? default : Map.Shape.Strides,
            Bias = Bias is null ? default : Bias.Values,
            BiasStrides = Bias is null ? default : Bias.Shape.Strides,
        };

        static void RequireRows(int found, int expected, string what)
        {
            if (found != expected)
            {
                throw new ArgumentException($"Attention: a mask of {found} {what} is not for {expected} of them.");
            }
        }
    }
}
