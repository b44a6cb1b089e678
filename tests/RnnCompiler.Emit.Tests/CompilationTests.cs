using System.Runtime;
using System.Runtime.CompilerServices;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.CompilerServices;

namespace RnnCompiler.Emit.Tests;

/// <summary>When models are compiled, and how often.</summary>
public class CompilationTests
{
    [Fact]
    public void Equal_declarations_share_one_result()
    {
        CompiledModel first = RunTimeKernels.Compile(Lstm("Shared"));
        Assert.Same(first, RunTimeKernels.Compile(Lstm("Shared")));
        Assert.Same(first, RunTimeKernels.Compile(Lstm("Shared"), declarationHash: "any"));
        Assert.NotSame(first, RunTimeKernels.Compile(Lstm("Other")));
        Assert.NotSame(first, RunTimeKernels.Compile(Lstm("Shared"), training: false));
        Assert.NotSame(first, RunTimeKernels.Compile(Lstm("Shared"), targets: "scalar"));
    }

    [Fact]
    public void Threads_that_ask_at_once_get_one_result()
    {
        CompiledModel[] models = new CompiledModel[8];
        TrainingPlan[] plans = new TrainingPlan[models.Length];
        Thread[] threads = [.. Enumerable.Range(0, models.Length).Select(i => new Thread(() =>
        {
            models[i] = RunTimeKernels.Compile(Lstm("Crowded"));
            plans[i] = models[i].Training;
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.Single(models.Distinct());
        Assert.Single(plans.Distinct());
    }

    [Fact]
    public void What_no_class_uses_any_more_is_collected()
    {
        CompiledModelCache cache = new();
        WeakReference model = Used(cache, "Collected");
        for (int i = 0; i < 10 && model.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(model.IsAlive);
        WeakReference next = Used(cache, "Next");
        Assert.Equal(1, cache.Count);
        GC.KeepAlive(next);
    }

    [Fact]
    public void Training_is_compiled_when_it_is_first_asked_for()
    {
        // A second model of the same shape: what it allocates is its own program, no caches of the first one.
        Assert.NotNull(RunTimeKernels.Compile(Lstm("Before")).Training.Kernel);
        long start = GC.GetAllocatedBytesForCurrentThread();
        CompiledModel model = RunTimeKernels.Compile(Lstm("Trained"));
        long inference = GC.GetAllocatedBytesForCurrentThread() - start;
        TrainingPlan plan = model.Training;
        long training = GC.GetAllocatedBytesForCurrentThread() - start - inference;
        Assert.True(training > inference / 2, $"{inference} bytes were allocated for inference, only {training} for training");
        Assert.Same(plan, model.Training);
    }

    [Fact]
    public void A_model_without_training_says_so()
    {
        CompiledModel model = RunTimeKernels.Compile(Lstm("Inference"), training: false);
        Assert.Throws<NotSupportedException>(() => model.Training);
        Assert.NotNull(model.Step);
        Assert.Equal(RunTimeKernels.Compile(Lstm("Inference")).Layout.StorageLength, model.Layout.StorageLength);
    }

    [Fact]
    public void A_bidirectional_model_has_no_step()
    {
        CompiledModel model = RunTimeKernels.Compile("model name=\"Both\" inputs=2 steps=5\nlstm units=4 bidirectional=true\nlaststep\n");
        Assert.Null(model.Step);
        Assert.Equal(4, model.Sequence.States.States.Count);
    }

    [Fact]
    public void After_Prepare_the_first_calls_compile_nothing()
    {
        CompiledModel model = RunTimeKernels.Compile("model name=\"Prepared\" inputs=40 steps=5\nlstm units=200 layers=2\nlaststep\ndense units=3\n");
        ParameterStore parameters = new(model.Layout);
        AlignedBuffer workspace = new(model.Sequence.Workspace);
        float[] input = new float[4 * model.Sequence.InputLength];
        float[] output = new float[4 * model.Sequence.OutputLength];
        AlignedBuffer states = new(4 * model.Sequence.States.StorageLength);
        int[] lengths = [.. Enumerable.Repeat(model.Sequence.Steps, 4)];
        int[] activeRows = [.. Enumerable.Repeat(4, model.Sequence.Steps)];
        SequenceKernel kernel = model.Sequence.Rows;
        model.Prepare!();
        Run(0);
        long before = JitInfo.GetCompiledMethodCount(currentThread: true);
        Run(4);
        Assert.Equal(before, JitInfo.GetCompiledMethodCount(currentThread: true));

        // With no rows it runs what stands around kernels alone.
        void Run(int rows)
        {
            KernelFrame frame = default;
            frame.Parameters = ref parameters.Reference;
            frame.Workspace = ref workspace.Reference;
            frame.Input = ref input[0];
            frame.Output = ref output[0];
            frame.StateIn = ref states.Reference;
            frame.StateOut = ref states.Reference;
            frame.Rows = rows;
            frame.Steps = model.Sequence.Steps;
            frame.Lengths = ref lengths[0];
            frame.ActiveRows = ref activeRows[0];
            if (rows > 0)
                kernel(ref frame);
        }
    }

    [Fact]
    public void A_text_that_is_no_declaration_is_refused()
    {
        Assert.Throws<DeclarationFormatException>(() => RunTimeKernels.Compile("model of my own"));
        Assert.Throws<ArgumentNullException>(() => RunTimeKernels.Compile(null!));
        Assert.Throws<InvalidDeclarationException>(() => RunTimeKernels.Compile("model name=\"M\" inputs=2 steps=0\nlstm units=4\n"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Used(CompiledModelCache cache, string name)
    {
        CompiledModel model = cache.GetOrAdd(new ModelRequest(Lstm(name), null, [], Training: true), ModelEmission.Compile);
        Assert.Same(model, cache.GetOrAdd(new ModelRequest(Lstm(name), null, [], Training: true), ModelEmission.Compile));
        Assert.True(model.Training.WorkspacePerRow > 0);
        return new WeakReference(model);
    }

    private static string Lstm(string name) => $"model name=\"{name}\" inputs=2 steps=5\nlstm units=4\nlaststep\ndense units=1\n";
}
