using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits streaming: one step at a time with a state. Bidirectional models do not support it.</summary>
internal static class StepEmitter
{
    private const string Guard = "global::RnnCompiler.CompilerServices.Guard";
    private const string State = "global::RnnCompiler.ModelState";

    // Without the attribute the first calls would run at tier 0, and a call that is inlined into tier-0 code would stay unoptimised.
    private const string FullSpeed =
        "[global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]";

    public static void Write(SourceWriter writer, ModelShape model)
    {
        GeneratedCode.Begin(writer, "<summary>Makes the state of a new stream.</summary>", "<returns>A state that belongs to one stream.</returns>");
        writer.WriteLine($"public State CreateState() => new({SurfaceNames.Parameters});");
        writer.WriteLine();
        WriteStep(writer, model);
        writer.WriteLine();
        WriteBlock(writer, model);
        writer.WriteLine();
        WriteStreams(writer, model);
        writer.WriteLine();
        WriteInterface(writer, model);
        writer.WriteLine();
        WriteState(writer, model);
    }

    private static void WriteStep(SourceWriter writer, ModelShape model)
    {
        GeneratedCode.Begin(
            writer,
            "<summary>Advances a stream by one step. Any number of threads may call it at once, each with states of its own.</summary>",
            "<param name=\"state\">The stream's state.</param>",
            $"<param name=\"input\">{model.StepInputShape}.</param>",
            $"<param name=\"output\">{model.StepOutputShape}.</param>",
            "<exception cref=\"global::System.ArgumentException\">There is no state, a length is wrong, or the spans overlap without being the same; nothing was "
                + "written.</exception>");
        string header = $"public void Step(State state, global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output)";
        if (model.Options.Kernels == KernelOrigin.RunTime)
        {
            writer.WriteLine($"{header} => {SurfaceNames.Streams}.Step(state, input, output);");
            return;
        }

        writer.WriteLine(FullSpeed);
        using (writer.Block(header))
        {
            writer.WriteLine($"{Guard}.Step(state, input, output, InputSize, OutputSize);");
            WriteVocabulary(writer, model);
            WriteFrame(writer, model);
            writer.WriteLine("frame.Output = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(output);");
            writer.WriteLine($"frame.{model.InputField} = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(input);");
            writer.WriteLine("state.Advance(ref frame);");
        }
    }

    private static void WriteBlock(SourceWriter writer, ModelShape model)
    {
        GeneratedCode.Begin(
            writer,
            "<summary>Advances a stream by a block of steps.</summary>",
            "<param name=\"state\">The stream's state.</param>",
            $"<param name=\"input\">{ModelShape.Stack("steps", model.StepInputShape)}.</param>",
            $"<param name=\"output\">{ModelShape.Stack("steps", model.StepOutputShape)}.</param>",
            "<param name=\"steps\">How many steps; at least 0.</param>",
            "<exception cref=\"global::System.ArgumentException\">There is no state, a length is wrong, or the spans overlap without being the same; nothing was "
                + "written.</exception>");
        string header = $"public void Step(State state, global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output, int steps)";
        if (model.Options.Kernels == KernelOrigin.RunTime)
        {
            writer.WriteLine($"{header} => {SurfaceNames.Streams}.Step(state, input, output, steps);");
            return;
        }

        writer.WriteLine(FullSpeed);
        using (writer.Block(header))
        {
            writer.WriteLine($"{Guard}.Step(state, input, output, steps, InputSize, OutputSize);");
            WriteVocabulary(writer, model);
            WriteFrame(writer, model);
            using (writer.Block("for (int step = 0; step < steps; step++)"))
            {
                writer.WriteLine($"frame.Output = ref {At("output", "step", model.Module.OutputSize)};");
                writer.WriteLine($"frame.{model.InputField} = ref {At("input", "step", model.InputSize)};");
                writer.WriteLine("state.Advance(ref frame);");
            }
        }
    }

    private static void WriteStreams(SourceWriter writer, ModelShape model)
    {
        GeneratedCode.Begin(
            writer,
            "<summary>Makes the states of many streams, which <c>Step</c> advances together.</summary>",
            "<param name=\"streams\">How many streams; at least 1.</param>",
            "<returns>States of 4 · StateLength bytes for each stream.</returns>",
            "<exception cref=\"global::System.ArgumentOutOfRangeException\">There is less than one stream.</exception>");
        writer.WriteLine($"public global::RnnCompiler.StateBatch CreateStates(int streams) => {SurfaceNames.Sequences}.CreateStates(streams);");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Advances many streams by one step, on as many threads as Forward. Any number of threads may call it at once, each with states of its own.</summary>",
            "<param name=\"states\">The states of the streams, which are updated.</param>",
            $"<param name=\"input\">{ModelShape.Stack("streams", model.StepInputShape)}.</param>",
            $"<param name=\"output\">{ModelShape.Stack("streams", model.StepOutputShape)}.</param>",
            "<param name=\"active\">Whether each stream is advanced; of another one nothing is read or written. Empty for all.</param>",
            "<exception cref=\"global::System.ArgumentException\">There are no states or they are another model's, a length is wrong, or the spans overlap; nothing was "
            + "written.</exception>");
        writer.WriteLine($"public void Step(global::RnnCompiler.StateBatch states, global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output, "
            + $"global::System.ReadOnlySpan<bool> active) => {SurfaceNames.Sequences}.Step(states, input, output, active);");
    }

    /// <summary>Returns a reference to the first element of an item in a span.</summary>
    /// <param name="span">The span.</param>
    /// <param name="index">The index of the item.</param>
    /// <param name="length">The number of elements of an item.</param>
    private static string At(string span, string index, int length) =>
        $"global::System.Runtime.CompilerServices.Unsafe.Add(ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference({span}), (nint){index} * "
        + $"{CSharpLiteral.Integer(length)})";

    private static void WriteVocabulary(SourceWriter writer, ModelShape model)
    {
        if (model.Vocabulary > 0)
            writer.WriteLine($"{Guard}.Tokens(input, {CSharpLiteral.Integer(model.Vocabulary)});");
    }

    private static void WriteFrame(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine("global::RnnCompiler.CompilerServices.KernelFrame frame = default;");
        FrameEmitter.WriteWeights(writer, model);
        writer.WriteLine("frame.Rows = 1;");
        writer.WriteLine("frame.Steps = 1;");
    }

    private static void WriteInterface(SourceWriter writer, ModelShape model)
    {
        string @interface = $"global::RnnCompiler.IStreamingModel<{model.Input}>";
        writer.WriteLine("/// <inheritdoc/>");
        writer.WriteLine(GeneratedCode.Attributes);
        writer.WriteLine($"{State} {@interface}.CreateState() => CreateState();");
        writer.WriteLine();
        writer.WriteLine("/// <inheritdoc/>");
        writer.WriteLine(GeneratedCode.Attributes);
        writer.WriteLine($"void {@interface}.Step({State} state, global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output) =>");
        using (writer.Indent())
        {
            writer.WriteLine(model.Options.Kernels == KernelOrigin.RunTime ? $"{SurfaceNames.Streams}.Step(state, input, output);"
                : $"Step({Guard}.State<State>(state), input, output);");
        }
    }

    private static void WriteState(SourceWriter writer, ModelShape model)
    {
        GeneratedCode.Begin(writer, "<summary>What one stream carries from step to step.</summary>");
        using (writer.Block($"public sealed class State : {State}"))
        {
            using (writer.Block($"internal State(global::RnnCompiler.CompilerServices.ParameterStore parameters) : base({SurfaceNames.Layouts}.Compiled, parameters)"))
            {
            }

            writer.WriteLine();
            using (writer.Block("private State(State other) : base(other)"))
            {
            }

            writer.WriteLine();
            writer.WriteLine("/// <summary>Creates a copy of this state, so that a second stream continues from the same step.</summary>");
            writer.WriteLine("/// <returns>The copy, which shares nothing with this state.</returns>");
            writer.WriteLine("public State Clone() => new(this);");
            if (model.Options.Kernels == KernelOrigin.RunTime)
                return;
            writer.WriteLine();
            using (writer.Block("internal void Advance(ref global::RnnCompiler.CompilerServices.KernelFrame frame)"))
            {
                if (model.Vocabulary == 0 && model.InputSize == model.Module.OutputSize)
                    writer.WriteLine("frame.Input = ref InputOf(ref frame.Input, ref frame.Output); // a copy, if the output is the same memory");
                writer.WriteLine("frame.StateIn = ref CurrentState;");
                writer.WriteLine("frame.StateOut = ref NextState;");
                writer.WriteLine("frame.Workspace = ref StepWorkspace;");
                writer.WriteLine($"{SurfaceNames.Step}(ref frame);");
                writer.WriteLine("Flip();");
            }
        }
    }
}
