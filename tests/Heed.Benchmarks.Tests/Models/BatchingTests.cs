using Heed.Benchmarks.Models.Texts;

namespace Heed.Benchmarks.Tests.Models;

public class BatchingTests
{
    private static readonly int[] Lengths = [5, 2, 7, 2, 11, 3, 5, 5, 2, 13];

    public static TheoryData<string> Names => [.. Batching.For(Lengths).Select(batching => batching.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_text_is_in_one_batch_and_comes_back_to_its_place(string name)
    {
        var texts = RandomTexts.Of(Lengths, 100);
        var offsets = PaddedBatch.Offsets(texts);
        var packed = new float[offsets[^1]];
        var batches = Of(name).Batches(texts);
        foreach (var batch in batches)
        {
            batch.Unpad([.. batch.Ids.Select(id => (float)id)], offsets, packed, width: 1);
        }

        Assert.Equal(Lengths.Length, batches.Sum(batch => batch.Count));
        Assert.Equal(texts.SelectMany(text => text.Select(id => (float)id)), packed);
    }

    [Fact]
    public void Sorted_texts_need_fewer_pads() =>
        Assert.True(Tokens(Batching.Buckets(4)) < Tokens(Batching.Whole));

    [Fact]
    public void Texts_of_equal_length_need_none() =>
        Assert.Equal(Lengths.Sum(), Tokens(Batching.EqualLengths));

    [Fact]
    public void Texts_of_one_length_are_one_batch() =>
        Assert.Equal([Batching.Whole], Batching.For([7, 7, 7]));

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    public void Fewer_texts_have_the_lengths_of_many(int count)
    {
        Assert.Equal(count, TextLengths.OfSst2(count).Length);
        Assert.InRange(TextLengths.OfSst2(count).Average(), 22, 25);
        Assert.InRange(TextLengths.OfAgNews(count).Average(), 41, 46);
    }

    private static Batching Of(string name) => Batching.For(Lengths).First(batching => batching.Name == name);

    private static int Tokens(Batching batching) => batching.Batches(RandomTexts.Of(Lengths, 100)).Sum(batch => batch.Ids.Length);
}
