using System.IO.Compression;
using Heed.Pipelines.Images;

namespace Heed.Pipelines.Tests.Images;

public sealed class DecodingBudgetTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_is_taken_at_once_than_there_is()
    {
        var budget = new DecodingBudget(10);
        var (inUse, most, done) = (0L, 0L, 0);
        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation }, async (i, cancellation) =>
        {
            await Task.Yield();
            long wanted = 1 + (i % 10);
            using (var share = budget.Begin())
            {
                share.Take(wanted);
                var now = Interlocked.Add(ref inUse, wanted);
                InterlockedMax(ref most, now);
                Thread.Yield();
                Interlocked.Add(ref inUse, -wanted);
            }

            Interlocked.Increment(ref done);
        });
        Assert.Equal((200, 0), (done, inUse));
        Assert.InRange(most, 1, 10);
    }

    [Fact]
    public void A_share_takes_once()
    {
        using var share = new DecodingBudget(10).Begin();
        share.Take(4);
        Assert.Throws<InvalidOperationException>(() => share.Take(4));
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.zip")]
    [InlineData("a-images-idx3-ubyte")]
    public void Pictures_of_files_take_their_share_when_they_are_read(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("a.png"), Drawn.Encode());
        File.WriteAllBytes(folder.File("a-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]);
        using (var archive = ZipFile.Open(folder.File("a.zip"), ZipArchiveMode.Create))
        {
            archive.CreateEntryFromFile(folder.File("a.png"), "a.png");
        }

        using var share = new DecodingBudget(6).Begin();
        Assert.Equal(new(2, 3), Assert.Single(ImageData.ReadPictures(folder.File(name))).Read(share).Size);
        Assert.Throws<InvalidOperationException>(() => share.Take(1));
    }

    private static void InterlockedMax(ref long place, long value)
    {
        for (var seen = Volatile.Read(ref place); value > seen; seen = Volatile.Read(ref place))
        {
            Interlocked.CompareExchange(ref place, value, seen);
        }
    }
}
