using Heed.Pipelines.Data;
using Parquet.Meta;

namespace Heed.Pipelines.Tests.Data;

public class ParquetGuardTests
{
    // Field headers: the high half counts on from the last field, the low half is the type (5 i32, 8 binary, 9 list, 12 struct).
    [Fact]
    public void A_page_header_is_walked_over_and_its_integers_are_known()
    {
        // 1: type 0, 2: 200 bytes, 3: 150 bytes, 5: { 1: 7 values, 2: 0, 3: 3, 4: 3 }, and a byte that is not its own.
        byte[] header = [0x15, 0, 0x15, 0x90, 3, 0x15, 0xAC, 2, 0x2C, 0x15, 14, 0x15, 0, 0x15, 6, 0x15, 6, 0, 0, 99];
        var reader = new ThriftReader(header);
        reader.Struct(ParquetLayout.PageHeader);
        Assert.Equal(header.Length - 1, reader.Position);
        Assert.Equal(200, reader.Integers[(0, 2)]);
        Assert.Equal(150, reader.Integers[(0, 3)]);
        Assert.Equal(7, reader.Integers[(5, 1)]);
    }

    [Theory]
    [InlineData(new byte[] { 0x15, 0 })]
    [InlineData(new byte[] { 0x15 })]
    [InlineData(new byte[] { 0xF8, 0xFF, 0xFF, 0xFF, 0x7F, 0 })]
    [InlineData(new byte[] { 0xF9, 0xF5, 0xFF, 0xFF, 0xFF, 0x0F, 0 })]
    public void What_goes_on_beyond_its_bytes_is_refused(byte[] bytes) =>
        Assert.Throws<EndOfStreamException>(() => new ThriftReader(bytes).Struct(ParquetLayout.PageHeader));

    [Theory]
    [InlineData(new byte[] { 0x18, 1, 65, 0 })]
    [InlineData(new byte[] { 0xF9, 0x41, 0 })]
    [InlineData(new byte[] { 0xF9, 0x12, 1, 0 })]
    [InlineData(new byte[] { 0xFE, 0 })]
    [InlineData(new byte[] { 0x15, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1, 0 })]
    public void A_value_of_another_type_and_a_list_that_readers_take_for_endless_are_refused(byte[] bytes)
    {
        byte[] padded = [.. bytes, .. new byte[64]];
        Assert.Throws<InvalidDataException>(() => new ThriftReader(padded).Struct(ParquetLayout.PageHeader));
    }

    [Fact]
    public void Structs_in_structs_without_end_are_refused()
    {
        byte[] nested = [.. Enumerable.Repeat((byte)0xFC, 100_000), .. new byte[100_000]];
        Assert.Throws<InvalidDataException>(() => new ThriftReader(nested).Struct(ThriftLayout.Unknown));
    }

    [Fact]
    public void A_schema_is_a_tree_of_sensible_depth()
    {
        ParquetGuard.CheckSchema([Element(2), Element(0), Element(1), Element(0)]);
        Assert.Throws<InvalidDataException>(() => ParquetGuard.CheckSchema([.. Enumerable.Range(0, 10_000).Select(_ => Element(1))]));
        Assert.Throws<InvalidDataException>(() => ParquetGuard.CheckSchema([Element(1), Element(0), Element(0)]));
    }

    private static SchemaElement Element(int children) => new() { Name = "x", NumChildren = children };
}
