using System.Runtime.CompilerServices;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Runtime.Tests;

public class ModelStateTests
{
    private static readonly StateLayout Layout = new([new(0, 5, 0), new(16, 1, float.NegativeInfinity), new(32, 3, 0)], 48);

    [Fact]
    public void A_stream_starts_from_the_initial_values()
    {
        State state = new();
        Assert.Equal(9, state.Length);
        Assert.Equal([0, 0, 0, 0, 0, float.NegativeInfinity, 0, 0, 0], state.Read());
    }

    [Fact]
    public void A_step_reads_one_half_and_writes_the_other()
    {
        State state = new();
        state.Advance();
        state.Advance();
        state.Advance();
        Assert.Equal([3, 3, 3, 3, 3, float.NegativeInfinity, 3, 3, 3], state.Read());
    }

    [Fact]
    public void What_is_copied_in_comes_out_again_and_a_step_goes_on_from_it()
    {
        State state = new();
        state.Advance();
        float[] values = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        state.CopyFrom(values);
        Assert.Equal(values, state.Read());
        state.Advance();
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 10], state.Read());
    }

    [Fact]
    public void A_wrong_length_changes_nothing()
    {
        State state = new();
        state.CopyFrom([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Throws<ArgumentException>(() => state.CopyFrom(new float[8]));
        Assert.Throws<ArgumentException>(() => state.CopyTo(new float[10]));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], state.Read());
    }

    [Fact]
    public void A_clone_goes_its_own_way()
    {
        State state = new();
        state.Advance();
        State clone = new(state);
        Assert.Equal(state.Read(), clone.Read());
        clone.Advance();
        Assert.Equal(1, state.Read()[0]);
        Assert.Equal(2, clone.Read()[0]);
    }

    [Fact]
    public void Reset_forgets_what_is_not_a_number()
    {
        State state = new();
        state.Poison();
        state.Reset();
        state.Advance();
        Assert.Equal([1, 1, 1, 1, 1, float.NegativeInfinity, 1, 1, 1], state.Read());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reset_restores_the_initial_values_after_any_number_of_steps(int steps)
    {
        State state = new();
        for (int step = 0; step < steps; step++)
            state.Advance();

        state.Reset();
        Assert.Equal([0, 0, 0, 0, 0, float.NegativeInfinity, 0, 0, 0], state.Read());
        state.CopyFrom([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        state.Advance();
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9, 10], state.Read());
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        static void Use(State state, float[] values)
        {
            state.Advance();
            state.CopyTo(values);
            state.CopyFrom(values);
            state.Reset();
        }

        // .NET allocates a few bytes of its own when a process first runs such code; another stream takes that on itself.
        float[] values = new float[9];
        Use(new State(), values);
        State state = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(state, values);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_layout_that_leaves_its_half_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new StateLayout([new(0, 5, 0)], 20));
        Assert.Throws<ArgumentException>(() => new StateLayout([new(8, 9, 0)], 16));
    }

    [Fact]
    public void Another_models_state_is_refused()
    {
        State state = new();
        Assert.Same(state, Guard.State<State>(state));
        Assert.Contains("OtherState", Assert.Throws<ArgumentException>(() => Guard.State<OtherState>(state)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Guard.State<State>(null));
    }

    private sealed class OtherState() : ModelState(Layout, 0);

    private sealed class State : ModelState
    {
        public State()
            : base(Layout, 16)
        {
        }

        public State(State other)
            : base(other)
        {
        }

        public void Advance()
        {
            for (int i = 0; i < 48; i++)
                Unsafe.Add(ref NextState, i) = Unsafe.Add(ref CurrentState, i) + 1;

            Flip();
        }

        public void Poison()
        {
            for (int i = 0; i < 48; i++)
            {
                Unsafe.Add(ref NextState, i) = float.NaN;
                Unsafe.Add(ref CurrentState, i) = float.NaN;
            }

            StepWorkspace = float.NaN;
        }

        public float[] Read()
        {
            float[] values = new float[Length];
            CopyTo(values);
            return values;
        }
    }
}
