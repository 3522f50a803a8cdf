using TorchSharp;
using static TorchSharp.torch.nn.functional;

namespace Heed.Benchmarks.Attention.Libtorch;

/// <summary>The ways in which libtorch can do a case; only those that may be its fastest.</summary>
internal static class LibtorchForms
{
    public static IEnumerable<AttentionContender> Of(AttentionCase shape, AttentionData data)
    {
        if (shape.WithBackward)
        {
            yield return new LibtorchTraining(shape, data, (q, k, v) => scaled_dot_product_attention(q, k, v, is_casual: shape.IsCausal));
        }
        else if (shape.Lengths.Count > 0)
        {
            yield return new LibtorchMasked(shape, data, "key mask");
            yield return new LibtorchAttention(shape, data, "one by one", (q, k, v) => OneByOne(shape, q, k, v));
        }
        else if (shape.Window > 0 || (shape.IsCausal && shape.Keys != shape.QueryLen))
        {
            yield return new LibtorchMasked(shape, data, "");
        }
        else if (shape.KeyValueHeads != shape.NumHeads)
        {
            yield return new LibtorchAttention(shape, data, "repeating", (q, k, v) => Repeating(shape, q, k, v));
            yield return new LibtorchAttention(shape, data, "folded", (q, k, v) => Folded(shape, q, k, v));
        }
        else if (shape.IsDecode)
        {
            yield return new LibtorchAttention(shape, data, "fused", (q, k, v) => scaled_dot_product_attention(q, k, v));
            yield return new LibtorchAttention(shape, data, "matmul", (q, k, v) => Products(shape, q, k, v));
        }
        else
        {
            yield return new LibtorchAttention(shape, data, "", (q, k, v) => scaled_dot_product_attention(q, k, v, is_casual: shape.IsCausal));
        }
    }

    // What most models do: every query head gets a copy of its keys and values.
    private static torch.Tensor Repeating(AttentionCase shape, torch.Tensor q, torch.Tensor k, torch.Tensor v)
    {
        var times = shape.NumHeads / shape.KeyValueHeads;
        using var keys = k.repeat_interleave(times, dim: 1);
        using var values = v.repeat_interleave(times, dim: 1);
        return scaled_dot_product_attention(q, keys, values, is_casual: shape.IsCausal);
    }

    // Without a copy: the heads of a group are queries of one head if all see the same keys, else the groups are a batch over
    // which the keys are spread with a stride of zero.
    private static torch.Tensor Folded(AttentionCase shape, torch.Tensor q, torch.Tensor k, torch.Tensor v)
    {
        var (groups, times) = (shape.KeyValueHeads, shape.NumHeads / shape.KeyValueHeads);
        if (shape.IsDecode)
        {
            using var rows = q.view(1, groups, times, shape.HeadDim);
            return scaled_dot_product_attention(rows, k, v);
        }

        using var queries = q.view(groups, times, shape.QueryLen, shape.HeadDim);
        using var keys = k.view(groups, 1, shape.Keys, shape.HeadDim);
        using var values = v.view(groups, 1, shape.Keys, shape.HeadDim);
        using var spreadKeys = keys.expand(groups, times, shape.Keys, shape.HeadDim);
        using var spreadValues = values.expand(groups, times, shape.Keys, shape.HeadDim);
        return scaled_dot_product_attention(queries, spreadKeys, spreadValues, is_casual: shape.IsCausal);
    }

    // The fused kernel gives a head to one thread; plain products share the keys out.
    private static torch.Tensor Products(AttentionCase shape, torch.Tensor q, torch.Tensor k, torch.Tensor v)
    {
        using var turned = k.transpose(-2, -1);
        using var scaled = q * shape.Scale;
        using var scores = torch.matmul(scaled, turned);
        using var weights = softmax(scores, -1);
        return torch.matmul(weights, v);
    }

    private static torch.Tensor OneByOne(AttentionCase shape, torch.Tensor q, torch.Tensor k, torch.Tensor v)
    {
        var output = torch.empty_like(q);
        for (var s = 0; s < shape.Batch; s++)
        {
            var length = shape.Lengths[s];
            using var scope = torch.NewDisposeScope();
            torch.Tensor Part(torch.Tensor whole) => whole.narrow(0, s, 1).narrow(2, 0, length);
            Part(output).copy_(scaled_dot_product_attention(Part(q), Part(k), Part(v)));
        }

        return output;
    }
}
