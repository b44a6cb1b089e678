using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits streaming: one step at a time with a state. Bidirectional models do not support it.</summary>
internal static class StepEmitter
{
    private const string Guard = "global::RnnCompiler.CompilerServices.Guard";
    private const string State = "global::RnnCompiler.ModelState";
    private const string Reference = "global::System.Runtime.InteropServices.MemoryMarshal.GetReference";

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

        writer.WriteLine(GeneratedCode.FullSpeed);
        using (writer.Block(header))
        {
            writer.WriteLine($"{Guard}.Step(state, input, output, InputSize, OutputSize);");
            WriteVocabulary(writer, model);
            writer.WriteLine($"state.Advance(ref {Reference}(input), ref {Reference}(output), {SurfaceNames.Parameters});");
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
        writer.WriteLine($"public void Step(State state, global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output, int steps) => "
            + $"{SurfaceNames.Sequences}.Step(state, input, output, steps);");
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

    private static void WriteVocabulary(SourceWriter writer, ModelShape model)
    {
        if (model.Vocabulary > 0)
            writer.WriteLine($"{Guard}.Tokens(input, {CSharpLiteral.Integer(model.Vocabulary)});");
    }

    private static string NullReference(string type) => $"ref global::System.Runtime.CompilerServices.Unsafe.NullRef<{type}>()";

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

        writer.WriteLine();
        writer.WriteLine("/// <inheritdoc/>");
        writer.WriteLine(GeneratedCode.Attributes);
        writer.WriteLine($"void {@interface}.Step({State} state, global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output, int steps) =>");
        using (writer.Indent())
            writer.WriteLine($"{SurfaceNames.Sequences}.Step(state, input, output, steps);");
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
            writer.WriteLine(GeneratedCode.Inlined);
            using (writer.Block($"internal void Advance(ref {model.Input} input, ref float output, global::RnnCompiler.CompilerServices.ParameterStore parameters)"))
            {
                if (model.Vocabulary == 0 && model.InputSize == model.Module.OutputSize)
                    writer.WriteLine("input = ref InputOf(ref input, ref output); // a copy, if the output is the same memory");
                string reduced = model.Declaration.Weights == WeightFormat.Float32 ? NullReference("float") : "ref parameters.Reduced";
                string bytes = model.Declaration.Weights == WeightFormat.Int8 ? "ref parameters.ReducedBytes" : NullReference("sbyte");
                writer.WriteLine($"{SurfaceNames.Step}(");
                using (writer.Indent())
                    writer.WriteLine($"ref input, ref output, ref parameters.Reference, {reduced}, {bytes}, ref StepWorkspace, ref CurrentState, ref NextState);");
                writer.WriteLine("Flip();");
            }
        }
    }
}
