using System.Reflection;

namespace Heed.Tests;

/// <summary>Which operator cases the tests of an assembly hold, found without running any of the cases.</summary>
internal static class GoldenCensus
{
    /// <summary>Whether a case is of what reads pictures and texts: the tests of Heed.Pipelines hold it, those of Heed all others.</summary>
    public static bool IsOfPipelines(OperatorCase golden) => golden.Operation.StartsWith("hf_", StringComparison.Ordinal);

    /// <summary>Demands that every case that <paramref name="expected"/> names is held by a test of this assembly.</summary>
    public static void Require(Func<OperatorCase, bool> expected)
    {
        var cases = Goldens.Operators().Where(expected).ToList();
        Assert.NotEmpty(cases);
        var counted = new HashSet<string>();
        foreach (var (test, arguments) in Tests())
        {
            counted.UnionWith(Goldens.CountedBy(() => test.Invoke(Activator.CreateInstance(test.DeclaringType!), arguments)));
        }

        var left = cases.Where(golden => !counted.Contains(golden.Id)).ToLookup(golden => golden.Operation, golden => golden.Id);
        Assert.True(left.Count == 0, string.Join('\n', left.Select(op => $"no test runs {op.Count()} cases of {op.Key}: {string.Join(", ", op)}")));
    }

    /// <summary>The tests whose code calls <see cref="Goldens.Each(string, Action{OperatorCase})"/>, with what they are called with.</summary>
    private static IEnumerable<(MethodInfo Test, object?[]? Arguments)> Tests()
    {
        byte[][] calls = [.. typeof(Goldens).GetMethods().Where(method => method.Name == nameof(Goldens.Each)).Select(CallOf)];
        return
            from type in typeof(GoldenCensus).Assembly.GetTypes()
            from test in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            where test.IsDefined(typeof(FactAttribute)) && test.GetMethodBody()?.GetILAsByteArray() is { } code
                && calls.Any(call => code.AsSpan().IndexOf(call) >= 0)
            from arguments in test.GetCustomAttributes<InlineDataAttribute>().Select(data => data.Data).DefaultIfEmpty(null)
            select (test, arguments);
    }

    /// <summary>The instruction that calls a method of this assembly: call, and the method's number.</summary>
    private static byte[] CallOf(MethodInfo method)
    {
        const byte Call = 0x28;
        return [Call, .. BitConverter.GetBytes(method.MetadataToken)];
    }
}
