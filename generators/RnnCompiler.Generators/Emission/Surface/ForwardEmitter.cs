using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the methods that run whole sequences, and the threads and scratch memory that they use.</summary>
internal static class ForwardEmitter
{
    public static void Write(SourceWriter writer, ModelShape model)
    {
        if (model.Network is null)
            WriteForward(writer, model);
        else if (!model.Network.IsDecoder)
            NetworkForwardEmitter.Write(writer, model.Network);
        if (!model.Module.IsDecoder)
            writer.WriteLine();
        WriteThreads(writer, model);
        WritePrepare(writer, model);
    }

    private static void WriteForward(SourceWriter writer, ModelShape model)
    {
        string exception = "<exception cref=\"global::System.ArgumentException\">A length is wrong"
            + (model.Vocabulary > 0 ? ", a token id is out of range" : "") + ", or the spans overlap; nothing was written.</exception>";
        GeneratedCode.Begin(
            writer,
            "<summary>Computes one sequence, with the state starting from zero. Any number of threads may call it at once.</summary>",
            $"<param name=\"input\">{model.InputShape}.</param>",
            $"<param name=\"output\">{model.OutputShape}.</param>",
            exception);
        writer.WriteLine(
            $"public void Forward(global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output) => {SurfaceNames.Sequences}.Forward(input, output, 1);");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Computes a batch of sequences, each with the state starting from zero. Any number of threads may call it at once.</summary>",
            $"<param name=\"input\">{ModelShape.Stack("batch", model.InputShape)}.</param>",
            $"<param name=\"output\">{ModelShape.Stack("batch", model.OutputShape)}.</param>",
            "<param name=\"batch\">How many sequences; at least 1.</param>",
            exception);
        writer.WriteLine($"public void Forward(global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output, int batch) => "
            + $"{SurfaceNames.Sequences}.Forward(input, output, batch);");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Computes a batch of sequences of different lengths, each with the state starting from zero. Any number of threads may call it at once.</summary>",
            $"<param name=\"input\">{ModelShape.Stack("batch", model.InputShape)}; nothing behind the end of a row is read.</param>",
            $"<param name=\"output\">{ModelShape.Stack("batch", model.OutputShape)}; outputs behind the end of a row become 0.</param>",
            "<param name=\"batch\">How many sequences; at least 1.</param>",
            "<param name=\"lengths\">The steps of each row, from 0 to SequenceLength; empty if all rows are full.</param>",
            exception);
        writer.WriteLine($"public void Forward(global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output, int batch, "
            + $"global::System.ReadOnlySpan<int> lengths) => {SurfaceNames.Sequences}.Forward(input, output, batch, lengths);");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Computes a batch of sequences that go on from given states. Any number of threads may call it at once.</summary>",
            $"<param name=\"input\">{ModelShape.Stack("batch", model.InputShape)}; nothing behind the end of a row is read.</param>",
            $"<param name=\"output\">{ModelShape.Stack("batch", model.OutputShape)}; outputs behind the end of a row become 0.</param>",
            "<param name=\"batch\">How many sequences; at least 1.</param>",
            "<param name=\"lengths\">The steps of each row, from 0 to SequenceLength; empty if all rows are full.</param>",
            "<param name=\"initialStates\">[batch, StateLength], the states before the first step; empty for the initial values.</param>",
            "<param name=\"finalStates\">[batch, StateLength], receives the states after the last step; empty if they are not wanted. May be initialStates.</param>",
            exception);
        writer.WriteLine($"public void Forward(global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output, int batch, "
            + "global::System.ReadOnlySpan<int> lengths, global::System.ReadOnlySpan<float> initialStates, global::System.Span<float> finalStates) => "
            + $"{SurfaceNames.Sequences}.Forward(input, output, batch, lengths, initialStates, finalStates);");
    }

    private static void WriteThreads(SourceWriter writer, ModelShape model)
    {
        bool isDecoder = model.Module.IsDecoder;
        GeneratedCode.Begin(
            writer,
            isDecoder
                ? "<summary>Has no effect on Generate, which allocates the memory of its example in each call.</summary>"
                : "<summary>Pre-allocates workspaces for several concurrent callers of Forward, so that their calls allocate nothing.</summary>",
            "<param name=\"callers\">Concurrent callers; at least 1.</param>",
            "<exception cref=\"global::System.ArgumentOutOfRangeException\">There is less than one caller.</exception>");
        writer.WriteLine($"public void Reserve(int callers) => {SurfaceNames.Sequences}.Reserve(callers);");
        writer.WriteLine();
        string threads = isDecoder
            ? "<summary>Gets or sets the number of threads of the model; 1 if never set. It has no effect on Generate, which runs on the thread of its caller.</summary>"
            : "<summary>Gets or sets the most threads that one call of Forward may use; 1 if never set. Results are the same bits for any number.</summary>";
        string[] partitions = isDecoder ? [] :
        [
            "<remarks>Setting it creates the threads, at most one for each processor, and their workspaces; do not set it while a call runs. The rows of a batch are partitioned "
            + "between the threads; the lanes of a single row are, if the weights exceed the cache of one core. A call with too little work stays on the caller's thread. While "
            + "the threads work for one caller, others compute on their own thread.</remarks>",
        ];
        GeneratedCode.Begin(writer,
        [
            threads,
            .. partitions,
            "<exception cref=\"global::System.ArgumentOutOfRangeException\">It is below 1.</exception>",
        ]);
        using (writer.Block("public int Threads"))
        {
            writer.WriteLine($"get => {SurfaceNames.Sequences}.Threads;");
            writer.WriteLine($"set => {SurfaceNames.Sequences}.Threads = value;");
        }

        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Ends the threads of this model. It may still be used, on the caller's thread; models whose <see cref=\"Threads\"/> was never set need no "
            + "disposal.</summary>");
        writer.WriteLine($"public void Dispose() => {SurfaceNames.Sequences}.Dispose();");
        writer.WriteLine();
    }

    private static void WritePrepare(SourceWriter writer, ModelShape model)
    {
        string prepared = model.Module.IsDecoder ? "Generate and its checks call, so that the first call runs at full speed"
            : $"{(model.HasStep ? "Forward, Step and their" : "Forward and its")} checks call, so that the first call on a real-time thread runs at full speed and "
                + "allocates nothing";
        GeneratedCode.Begin(writer, $"<summary>Compiles everything that {prepared}.</summary>");
        using (writer.Block("public static void Prepare()"))
        {
            writer.WriteLine($"using {model.ClassName} model = new(new global::RnnCompiler.CompilerServices.ParameterStore({SurfaceNames.Layouts}.Model));");
            if (model.Network is { } network)
            {
                WriteNetworkPrepare(writer, model, network);
                return;
            }

            writer.WriteLine($"global::RnnCompiler.CompilerServices.ModelPreparation.Sequences({SurfaceNames.Layouts}.Compiled, model.{SurfaceNames.Sequences});");
            writer.WriteLine("model.Forward(default, default);");
            writer.WriteLine("model.Forward(default, default, 1);");
            writer.WriteLine("model.Forward(default, default, 1, default);");
            writer.WriteLine("model.Forward(default, default, 1, default, default, default);");
            if (!model.HasStep)
                return;
            writer.WriteLine("State state = model.CreateState();");
            writer.WriteLine($"model.Step(state, new {model.Input}[InputSize], new float[OutputSize]);");
            writer.WriteLine($"model.Step(state, new {model.Input}[InputSize], new float[OutputSize], 1);");
            writer.WriteLine($"model.Step(model.CreateStates(1), new {model.Input}[InputSize], new float[OutputSize], default);");
        }
    }

    private static void WriteNetworkPrepare(SourceWriter writer, ModelShape model, NetworkShape network)
    {
        string Arrays(IEnumerable<PortParameter> ports, Func<PortParameter, int> length) =>
            string.Join(", ", ports.Select(p => $"new {p.Element}[{CSharpLiteral.Integer(length(p))}]"));

        IEnumerable<PortParameter> ports = network.Inputs.Concat(network.Outputs);
        writer.WriteLine($"global::RnnCompiler.CompilerServices.ModelPreparation.Sequences({SurfaceNames.Layouts}.Compiled, model.{SurfaceNames.Sequences}.Sequences);");
        if (network.IsDecoder)
        {
            string given = Arrays(network.Given, static p => Math.Max(1, p.Port.Steps) * p.Port.Size);
            writer.WriteLine($"model.Generate({given}{(given.Length > 0 ? ", " : "")}new int[2], new global::RnnCompiler.GenerationOptions());");
            return;
        }

        writer.WriteLine($"model.Forward({Arrays(ports, static p => Math.Max(1, p.Port.Steps) * p.Port.Size)}, 1);");
        if (model.HasStep)
            writer.WriteLine($"model.Step(model.CreateState(), {Arrays(ports, static p => p.Port.Size)});");
    }
}
