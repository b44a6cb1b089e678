namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Whole sequences.</summary>
internal static class ForwardEmitter
{
    public static void Write(SourceWriter writer, ModelShape model)
    {
        string exception = "<exception cref=\"global::System.ArgumentException\">A length is wrong"
            + (model.Vocabulary > 0 ? ", a token id is out of range" : "") + ", or the spans overlap; nothing was written.</exception>";
        GeneratedCode.Begin(
            writer,
            "<summary>Computes one sequence, with the state starting from zero. Any number of threads may call it at once.</summary>",
            $"<param name=\"input\">{model.InputShape}.</param>",
            $"<param name=\"output\">{model.OutputShape}.</param>",
            exception);
        writer.WriteLine($"public void Forward(global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output) => Forward(input, output, 1);");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Computes a batch of sequences, each with the state starting from zero. Any number of threads may call it at once.</summary>",
            $"<param name=\"input\">{ModelShape.Stack("batch", model.InputShape)}.</param>",
            $"<param name=\"output\">{ModelShape.Stack("batch", model.OutputShape)}.</param>",
            "<param name=\"batch\">How many sequences; at least 1.</param>",
            exception);
        using (writer.Block($"public void Forward(global::System.ReadOnlySpan<{model.Input}> input, global::System.Span<float> output, int batch)"))
            WriteBody(writer, model);
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Makes workspaces ahead, so that so many concurrent callers of Forward allocate nothing.</summary>",
            "<param name=\"callers\">Concurrent callers; at least 1.</param>",
            "<exception cref=\"global::System.ArgumentOutOfRangeException\">There is less than one caller.</exception>");
        WriteReserveAndThreads(writer, model);
    }

    private static void WriteReserveAndThreads(SourceWriter writer, ModelShape model)
    {
        writer.WriteLine($"public void Reserve(int callers) => {SurfaceNames.Workspaces}.Reserve(callers);");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>The most threads that one call of Forward may use; 1 if never set. Results are the same bits for any number.</summary>",
            $"<remarks>Threads and their scratch are made when it is set, which is not to happen while a call runs. Threads take rows of a batch{(model.Plan.Sequence.IsShared ? "; a single row is shared out by lanes" : "")}. While they work for one caller, others compute on their own thread.</remarks>",
            "<exception cref=\"global::System.ArgumentOutOfRangeException\">It is below 1.</exception>");
        using (writer.Block("public int Threads"))
        {
            writer.WriteLine($"get => {SurfaceNames.Team}.Threads;");
            writer.WriteLine($"set => {SurfaceNames.Team}.Threads = value;");
        }
    }

    private static void WriteBody(SourceWriter writer, ModelShape model)
    {
        string input = CSharpLiteral.Integer(model.InputLength);
        string output = CSharpLiteral.Integer(model.OutputLength);
        writer.WriteLine($"global::RnnCompiler.CompilerServices.Guard.Forward(input, output, batch, {input}, {output});");
        if (model.Vocabulary > 0)
            writer.WriteLine($"global::RnnCompiler.CompilerServices.Guard.Tokens(input, {CSharpLiteral.Integer(model.Vocabulary)});");
        using (writer.Block($"if ({SurfaceNames.Team}.TryRun(input, output, batch))"))
            writer.WriteLine("return;");
        writer.WriteLine($"global::RnnCompiler.CompilerServices.Workspace workspace = {SurfaceNames.Workspaces}.Rent();");
        using (writer.Block("try"))
        {
            writer.WriteLine("global::RnnCompiler.CompilerServices.KernelFrame frame = default;");
            FrameEmitter.WriteWeights(writer, model);
            writer.WriteLine("frame.Workspace = ref workspace.Reference;");
            writer.WriteLine("frame.Steps = SequenceLength;");
            // Scratch is for one block of rows, whatever the batch.
            using (writer.Block("for (int row = 0; row < batch; row += frame.Rows)"))
            {
                writer.WriteLine($"frame.Rows = global::System.Math.Min(batch - row, {CSharpLiteral.Integer(model.Plan.Sequence.RowBlock)});");
                writer.WriteLine($"frame.{model.InputField} = ref {SurfaceNames.At("input", "row", model.InputLength)};");
                writer.WriteLine($"frame.Output = ref {SurfaceNames.At("output", "row", model.OutputLength)};");
                writer.WriteLine($"{SurfaceNames.Kernels}.Sequence(ref frame);");
            }
        }

        using (writer.Block("finally"))
            writer.WriteLine($"{SurfaceNames.Workspaces}.Return(workspace);");
    }
}
