using System.Collections.Frozen;

namespace Heed.Pipelines.Data;

/// <summary>
/// The fields of a struct in Thrift's compact protocol: the type that each number has to have. Fields beyond these may be there, as later
/// versions of a format add some.
/// </summary>
internal sealed class ThriftLayout
{
    public const int True = 1, False = 2, Int8 = 3, Int16 = 4, Int32 = 5, Int64 = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12, Uuid = 13;

    /// <summary>A field's type, the type of its elements if it is a list, and the layout where either is a struct.</summary>
    public sealed record Field(int Type, int Element, ThriftLayout? Layout);

    /// <summary>A struct of which nothing is known.</summary>
    public static ThriftLayout Unknown { get; } = new();

    private FrozenDictionary<int, Field> fields = FrozenDictionary<int, Field>.Empty;

    public Field? this[int number] => fields.GetValueOrDefault(number);

    /// <summary>Reads layouts from lines of a struct's name and its fields, as "KeyValue 1:binary 2:binary" or, for a list, "3:[KeyValue]".</summary>
    public static FrozenDictionary<string, ThriftLayout> Parse(string lines)
    {
        var definitions = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToArray();
        var layouts = definitions.ToFrozenDictionary(words => words[0], _ => new ThriftLayout());
        foreach (var words in definitions)
        {
            layouts[words[0]].fields = words.Skip(1).Select(word => word.Split(':')).ToFrozenDictionary(parts => int.Parse(parts[0]), parts =>
            {
                var element = parts[1].Trim('[', ']');
                var type = element switch
                {
                    "bool" => True,
                    "i8" => Int8,
                    "i16" => Int16,
                    "i32" => Int32,
                    "i64" => Int64,
                    "double" => Double,
                    "binary" => Binary,
                    _ => Struct,
                };
                var layout = type == Struct ? layouts[element] : null;
                return parts[1][0] == '[' ? new Field(List, type, layout) : new Field(type, 0, layout);
            });
        }

        return layouts;
    }
}
