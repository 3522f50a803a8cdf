using Heed.Autograd;

namespace Heed.Tests.Autograd;

public class TapeTests
{
    [Fact]
    public void A_gradient_adds_up_over_all_uses()
    {
        var x = FiniteDifferences.Parameter(1, 3);
        using var tape = new Tape();
        tape.Backward(Op.Sum(Op.Add(Op.Scale(x, 2), Op.Scale(x, 3))));
        Assert.Equal([5f, 5f, 5f], x.Gradient.ToArray());
    }

    [Fact]
    public void Reading_a_tensor_of_an_ended_tape_throws()
    {
        Tensor y;
        using (new Tape())
        {
            y = Op.Scale(FiniteDifferences.Parameter(1, 3), 2);
        }

        Assert.Throws<ObjectDisposedException>(() => y.Data.ToArray());
    }

    [Fact]
    public void A_prediction_may_give_back_what_it_made_on_the_way()
    {
        var memory = new TensorMemory();
        using var tape = new Tape(recordsGradients: false, memory: memory);
        var before = Op.Scale(FiniteDifferences.Parameter(1, 300), 2);
        var mark = Tape.Mark();
        var (way, end) = (Op.Scale(before, 2), Op.Scale(before, 3));
        Tape.EndAllBut(end, mark);

        Assert.Throws<ObjectDisposedException>(() => way.Data.ToArray());
        Assert.Equal(before.Data[0] * 3, end.Data[0]);
        var allocated = memory.AllocatedBytes;
        Op.Scale(end, 2);
        Assert.Equal(allocated, memory.AllocatedBytes);
    }

    [Fact]
    public void Nothing_is_given_back_while_gradients_are_to_flow()
    {
        var x = FiniteDifferences.Parameter(1, 3);
        using var tape = new Tape();
        var mark = Tape.Mark();
        var way = Op.Scale(x, 2);
        var end = Op.Scale(way, 3);
        Tape.EndAllBut(end, mark);
        tape.Backward(Op.Sum(end));
        Assert.Equal([6f, 6f, 6f], x.Gradient.ToArray());
        Assert.Equal(2 * x.Data[0], way.Data[0]);
    }

    [Fact]
    public void A_second_tape_on_the_thread_is_refused()
    {
        using var tape = new Tape();
        Assert.Throws<InvalidOperationException>(() => new Tape());
    }

    [Fact]
    public void Only_one_number_has_a_gradient()
    {
        using var tape = new Tape();
        Assert.Throws<ArgumentException>(() => tape.Backward(FiniteDifferences.Parameter(1, 3)));
    }

    [Fact]
    public void A_tape_for_prediction_records_nothing()
    {
        var x = FiniteDifferences.Parameter(1, 3);
        using var tape = new Tape(recordsGradients: false);
        Assert.False(Op.Scale(x, 2).RequiresGradient);
    }

    [Fact]
    public void Without_a_tape_tensors_outlive_the_call()
    {
        var y = Op.Scale(Tensor.From([1, 2], 2), 3);
        Assert.Equal([3f, 6f], y.Data.ToArray());
        Assert.False(y.RequiresGradient);
    }

    [Fact]
    public void The_next_step_reuses_the_memory_of_the_last()
    {
        var memory = new TensorMemory();
        var weight = FiniteDifferences.Parameter(1, 67, 61);
        var x = Tensor.From(FiniteDifferences.Random(53 * 61, 2), 53, 61);
        Step();
        var afterFirst = memory.AllocatedBytes;
        Assert.True(afterFirst > 0);
        for (var i = 0; i < 5; i++)
        {
            Step();
        }

        Assert.Equal(afterFirst, memory.AllocatedBytes);

        void Step()
        {
            using var tape = new Tape(memory: memory);
            tape.Backward(Op.Sum(Op.Gelu(Op.Linear(x, weight))));
        }
    }

    [Fact]
    public void Dropout_is_off_without_a_seed_and_a_function_of_seed_step_and_site_with_one()
    {
        var x = Tensor.From([.. Enumerable.Repeat(1f, 1009)], 1009);
        using (new Tape())
        {
            Assert.Same(x, Op.Dropout(x, 0.5f));
        }

        var (first, second) = TwoMasks(seed: 1, step: 1);
        Assert.NotEqual(first, second);
        Assert.Equal((first, second), TwoMasks(seed: 1, step: 1));
        Assert.NotEqual(first, TwoMasks(seed: 1, step: 2).First);
        Assert.NotEqual(first, TwoMasks(seed: 2, step: 1).First);

        (string First, string Second) TwoMasks(ulong seed, ulong step)
        {
            using var tape = new Tape(dropout: new DropoutSeed(seed, step));
            return (string.Join(' ', Op.Dropout(x, 0.5f).Data.ToArray()), string.Join(' ', Op.Dropout(x, 0.5f).Data.ToArray()));
        }
    }

    [Fact]
    public void Wrong_shapes_are_named()
    {
        var error = Assert.Throws<ArgumentException>(() => Op.Add(Tensor.Zeros(2, 3), Tensor.Zeros(3, 2)));
        Assert.Contains("[2, 3]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[3, 2]", error.Message, StringComparison.Ordinal);
    }
}
