using System.Runtime.InteropServices;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Integration.Tests;

/// <summary>Sequences, blocks of steps and single steps compute the same: the size of a host's blocks never changes the sound.</summary>
public class BlockTests
{
    public static TheoryData<string> Models => [.. Zoo.All.Where(static m => m.IsStreaming && ZooData.Of(m).Module.OutputsEachStep).Select(static m => m.Name)];

    /// <summary>A stream of two and a half sequences in blocks of different sizes, some longer than a sequence.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Blocks_of_any_size_have_the_bits_of_single_steps(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(5);
        ZooBatch batch = data.Batch(3, 9);
        int length = data.Declaration.SequenceLength, all = 2 * length + length / 2;
        float[] elements = data.Declaration.HasTokenInput ? MemoryMarshal.Cast<int, float>(batch.Tokens).ToArray() : batch.Inputs;
        int size = elements.Length / (3 * length), outputSize = data.OutputLength / length;
        elements = elements[..(all * size)];
        float[] expected = new float[all * outputSize], states = new float[instance.CreateState().Length], found = new float[states.Length];
        ModelState state = instance.CreateState();
        for (int t = 0; t < all; t++)
            instance.Step(state, batch, t / length, t % length, expected.AsSpan(t * outputSize, outputSize));
        state.CopyTo(states);
        foreach (int steps in new[] { 1, 3, 4, 7, length, length + 5, all })
        {
            state = instance.CreateState();
            float[] output = new float[expected.Length];
            for (int first = 0; first < all; first += steps)
            {
                int count = Math.Min(steps, all - first);
                instance.Block(state, elements.AsSpan(first * size, count * size), output.AsSpan(first * outputSize, count * outputSize), count);
            }

            state.CopyTo(found);
            Assert.Equal(expected, output);
            Assert.Equal(states, found);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Sequences_have_the_bits_of_single_steps(string name)
    {
        ZooData data = ZooData.Of(Zoo.Find(name));
        ZooInstance instance = data.Model.Create(6);
        ZooBatch batch = data.Batch(2, 3);
        float[] expected = new float[2 * data.OutputLength], found = new float[expected.Length];
        instance.Forward(batch, expected);
        int length = data.Declaration.SequenceLength, outputSize = data.OutputLength / length;
        for (int row = 0; row < 2; row++)
        {
            ModelState state = instance.CreateState();
            for (int t = 0; t < length; t++)
                instance.Step(state, batch, row, t, found.AsSpan((row * data.OutputLength) + (t * outputSize), outputSize));
        }

        Assert.Equal(expected, found);
    }
}
