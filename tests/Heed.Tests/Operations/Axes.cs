namespace Heed.Tests.Operations;

/// <summary>Rearranges arrays for operations that know one layout only.</summary>
internal static class Axes
{
    /// <summary>Exchanges two axes of a row-major array.</summary>
    public static float[] Swap(float[] values, int[] shape, int first, int second)
    {
        int[] swapped = [.. shape];
        (swapped[first], swapped[second]) = (swapped[second], swapped[first]);
        var result = new float[values.Length];
        var place = new int[shape.Length];
        foreach (var value in values)
        {
            (place[first], place[second]) = (place[second], place[first]);
            var index = 0;
            for (var axis = 0; axis < shape.Length; axis++)
            {
                index = (index * swapped[axis]) + place[axis];
            }

            result[index] = value;
            (place[first], place[second]) = (place[second], place[first]);
            for (var axis = shape.Length - 1; axis >= 0 && ++place[axis] == shape[axis]; axis--)
            {
                place[axis] = 0;
            }
        }

        return result;
    }

    /// <summary>The shape after <see cref="Swap"/>.</summary>
    public static int[] SwapShape(int[] shape, int first, int second)
    {
        int[] swapped = [.. shape];
        (swapped[first], swapped[second]) = (swapped[second], swapped[first]);
        return swapped;
    }
}
