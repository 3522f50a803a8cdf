using System.Text.Json.Nodes;
using Heed.Kernels;

namespace Heed.Models;

/// <summary>Sizes in config.json: one number for a square, else height and width.</summary>
internal static class GridSizeJson
{
    public static JsonNode ToJson(this GridSize size) => size.Height == size.Width ? size.Height : new JsonArray(size.Height, size.Width);

    public static GridSize Size(this ModelConfigFile file, string name, int max, int fallback)
    {
        var (height, width) = file.IntPair(name, 1, max, fallback);
        return new GridSize(height, width);
    }
}
