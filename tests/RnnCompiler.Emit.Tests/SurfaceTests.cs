using System.Security.Cryptography;
using System.Text;
using RnnCompiler.CompilerServices;
using RnnCompiler.EmitRunner;
using RnnCompiler.ModelZoo;
using RnnCompiler.ZooRunner;

namespace RnnCompiler.Emit.Tests;

/// <summary>Models with emitted kernels against generated models, as a user meets them.</summary>
public class SurfaceTests
{
    public static TheoryData<string> Sample { get; } =
    [
        nameof(LstmLast), nameof(GruBeforeEachStep), nameof(BiDeep), nameof(TokensBoth), nameof(DroppedOut), nameof(MixedInInt8), nameof(MinGruInBFloat16), nameof(MeanLstm),
        nameof(SoftmaxLogits),
        nameof(ThreeGru), nameof(UnrolledFully), nameof(OddRnn),
    ];

    public static TheoryData<string> All { get; } = [.. Zoo.All.Concat(Zoo.Goldens).Select(static m => m.Name)];

    [Theory]
    [MemberData(nameof(Sample))]
    public void Batches_streams_gradients_and_updates_are_the_same_bits_on_one_thread_and_on_three(string name) => Assert.Empty(SurfaceComparison.Differences(Zoo.Find(name)));

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(All))]
    public void Every_model_of_the_zoo_is_the_same_bits_on_one_thread_and_on_three(string name) =>
        Assert.Empty(SurfaceComparison.Differences(Zoo.All.Concat(Zoo.Goldens).First(m => m.Name == name)));

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(nameof(LargeLstm))]
    [InlineData(nameof(LargeGru))]
    [InlineData(nameof(LargeBidirectional))]
    public void A_row_whose_lanes_threads_share_out_is_the_same_bits(string name) =>
        Assert.Empty(SurfaceComparison.Differences(Zoo.Large.First(m => m.Name == name), mostRows: 1));

    [Fact]
    public void Weight_files_of_either_are_read_by_the_other()
    {
        ZooModel model = Zoo.Find(nameof(BiStack));
        EmittedModel emitted = EmittedModel.Of(model);
        ZooData data = ZooData.Of(model);
        ZooBatch batch = data.Batch(3, 1);
        float[] expected = new float[3 * data.OutputLength];
        ZooInstance instance = model.Create(8);
        instance.Forward(batch, expected);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            instance.Save(path);
            ZooInstance read = emitted.Load(path);
            float[] found = new float[expected.Length];
            read.Forward(batch, found);
            Assert.Equal(expected, found);
            read.Save(path);
            Array.Clear(found);
            model.Load(path).Forward(batch, found);
            Assert.Equal(expected, found);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Nothing_is_allocated_by_a_call()
    {
        ZooModel model = EmittedModel.Of(Zoo.Find(nameof(LstmEachStep)));
        ZooData data = ZooData.Of(Zoo.Find(nameof(LstmEachStep)));
        ZooBatch batch = data.Batch(4, 1);
        float[] output = new float[4 * data.OutputLength];
        ZooInstance instance = model.Create(1);
        using ZooTrainer trainer = instance.CreateTrainer(new Adam(0.01f), 4);
        long least = long.MaxValue;
        for (int run = 0; run < 4 && least > 0; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            instance.Forward(batch, output);
            trainer.Step(batch);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void Generated_tokens_are_the_same()
    {
        CompiledModel compiled = RunTimeKernels.Compile(Zoo.Find(nameof(TokensEachStep)).Declaration);
        ParameterStore parameters = new(compiled.Layout);
        parameters.Initialize(5);
        using SequenceRunner<int> emitted = new(parameters, compiled);
        using TokensEachStep model = TokensEachStep.Create(5);
        foreach (GenerationOptions options in new GenerationOptions[] { new(), new() { Temperature = 1, Seed = 4 }, new() { Beams = 3 } })
        {
            int[] expected = new int[40], found = new int[40];
            Assert.Equal(model.Generate([1, 2], expected, options), TokenGenerator.Generate(emitted, false, [1, 2], found, options));
            Assert.Equal(expected, found);
        }
    }

    [Fact]
    public void The_declaration_and_its_hash_are_those_of_generated_code()
    {
        string declaration = Zoo.Find(nameof(LstmLast)).Declaration;
        ModelLayout layout = RunTimeKernels.Compile(declaration).Layout;
        Assert.Equal(declaration, layout.Declaration);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(declaration))), layout.DeclarationHash);
        Assert.Equal("stated", RunTimeKernels.Compile(declaration, declarationHash: "stated", targets: "4").Layout.DeclarationHash);
    }
}
