namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Parameters by canonical name, and weight files.</summary>
internal static class ParameterEmitter
{
    private const string NameFault = "<exception cref=\"global::System.ArgumentException\">There is no such parameter, or the length differs.</exception>";
    private const string Name = "<param name=\"name\">Its canonical name.</param>";

    public static void Write(SourceWriter writer, ModelShape model)
    {
        string layout = SurfaceNames.Layouts + ".Model";
        GeneratedCode.Begin(writer, "<summary>The canonical parameters in declaration order.</summary>");
        writer.WriteLine($"public static global::System.Collections.Generic.IReadOnlyList<global::RnnCompiler.ModelParameter> Parameters => {layout}.Parameters;");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Copies a parameter out, in PyTorch's layout.</summary>", Name, "<param name=\"destination\">As many floats as it has.</param>", NameFault);
        writer.WriteLine($"public void ReadParameter(string name, global::System.Span<float> destination) => {SurfaceNames.Parameters}.Read(name, destination);");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Replaces a parameter, in PyTorch's layout.</summary>", Name, "<param name=\"source\">As many floats as it has.</param>", NameFault);
        writer.WriteLine($"public void WriteParameter(string name, global::System.ReadOnlySpan<float> source) => {SurfaceNames.Parameters}.Write(name, source);");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Writes all parameters to a safetensors file, which appears whole or not at all.</summary>",
            "<param name=\"path\">The file; one that exists is replaced.</param>");
        writer.WriteLine($"public void Save(string path) => {SurfaceNames.Parameters}.Save(path);");
        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Makes a model from a safetensors file.</summary>",
            "<param name=\"path\">The file.</param>",
            "<returns>A new model.</returns>",
            "<exception cref=\"global::RnnCompiler.WeightFileException\">The file is malformed or does not fit the model.</exception>");
        using (writer.Block($"public static {model.ClassName} Load(string path)"))
        {
            writer.WriteLine($"global::RnnCompiler.CompilerServices.ParameterStore parameters = new({layout});");
            writer.WriteLine("parameters.Load(path);");
            writer.WriteLine($"return new {model.ClassName}(parameters);");
        }
    }
}
