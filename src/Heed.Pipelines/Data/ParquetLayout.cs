namespace Heed.Pipelines.Data;

/// <summary>The structs in which Parquet describes a file and its pages (apache/parquet-format, src/main/thrift/parquet.thrift).</summary>
internal static class ParquetLayout
{
    private static readonly IReadOnlyDictionary<string, ThriftLayout> Layouts = ThriftLayout.Parse("""
        FileMetaData 1:i32 2:[SchemaElement] 3:i64 4:[RowGroup] 5:[KeyValue] 6:binary 7:[ColumnOrder] 8:EncryptionAlgorithm 9:binary
        SchemaElement 1:i32 2:i32 3:i32 4:binary 5:i32 6:i32 7:i32 8:i32 9:i32 10:LogicalType
        LogicalType 1:Empty 2:Empty 3:Empty 4:Empty 5:Decimal 6:Empty 7:Time 8:Time 10:Integer 11:Empty 12:Empty 13:Empty 14:Empty 15:Empty 16:Variant 17:Geometry 18:Geometry
        Decimal 1:i32 2:i32
        Time 1:bool 2:TimeUnit
        TimeUnit 1:Empty 2:Empty 3:Empty
        Integer 1:i8 2:bool
        Variant 1:i8
        Geometry 1:binary 2:i32
        RowGroup 1:[ColumnChunk] 2:i64 3:i64 4:[SortingColumn] 5:i64 6:i64 7:i16
        ColumnChunk 1:binary 2:i64 3:ColumnMetaData 4:i64 5:i32 6:i64 7:i32 8:ColumnCryptoMetaData 9:binary
        ColumnMetaData 1:i32 2:[i32] 3:[binary] 4:i32 5:i64 6:i64 7:i64 8:[KeyValue] 9:i64 10:i64 11:i64 12:Statistics 13:[PageEncodingStats] 14:i64 15:i32 16:SizeStatistics 17:GeospatialStatistics
        Statistics 1:binary 2:binary 3:i64 4:i64 5:binary 6:binary 7:bool 8:bool
        SizeStatistics 1:i64 2:[i64] 3:[i64]
        GeospatialStatistics 1:BoundingBox 2:[i32]
        BoundingBox 1:double 2:double 3:double 4:double 5:double 6:double 7:double 8:double
        PageEncodingStats 1:i32 2:i32 3:i32
        KeyValue 1:binary 2:binary
        SortingColumn 1:i32 2:bool 3:bool
        ColumnOrder 1:Empty
        EncryptionAlgorithm 1:Aes 2:Aes
        Aes 1:binary 2:binary 3:bool
        ColumnCryptoMetaData 1:Empty 2:ColumnKey
        ColumnKey 1:[binary] 2:binary
        PageHeader 1:i32 2:i32 3:i32 4:i32 5:DataPageHeader 6:Empty 7:DictionaryPageHeader 8:DataPageHeaderV2
        DataPageHeader 1:i32 2:i32 3:i32 4:i32 5:Statistics
        DictionaryPageHeader 1:i32 2:i32 3:bool
        DataPageHeaderV2 1:i32 2:i32 3:i32 4:i32 5:i32 6:i32 7:bool 8:Statistics
        Empty
        """.ReplaceLineEndings("\n"));

    public static ThriftLayout FileMetaData => Layouts["FileMetaData"];

    public static ThriftLayout PageHeader => Layouts["PageHeader"];
}
