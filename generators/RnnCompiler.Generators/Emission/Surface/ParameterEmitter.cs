using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the access to parameters by canonical name, and weight files.</summary>
internal static class ParameterEmitter
{
    private const string NameFault = "<exception cref=\"global::System.ArgumentException\">There is no such parameter, or the length differs.</exception>";
    private const string Store = "global::RnnCompiler.CompilerServices.ParameterStore";
    private const string Options = "global::RnnCompiler.LoadOptions? options";
    private const string Stream = "global::System.IO.Stream";
    private const string Name = "<param name=\"name\">Its canonical name.</param>";

    private static readonly (string Type, string Name)[] s_sources = [("string", "path"), (Stream, "stream"), ("global::System.ReadOnlySpan<byte>", "data")];

    public static void Write(SourceWriter writer, ModelShape model)
    {
        string layout = SurfaceNames.Layouts + ".Model";
        GeneratedCode.Begin(writer, "<summary>The canonical parameters in declaration order.</summary>");
        writer.WriteLine($"public static global::System.Collections.Generic.IReadOnlyList<global::RnnCompiler.ModelParameter> Parameters => {layout}.Parameters;");
        writer.WriteLine();
        GeneratedCode.Begin(writer, "<summary>The states of a row in their order: layer by layer, level by level, the forward direction first.</summary>");
        writer.WriteLine("public static global::System.Collections.Generic.IReadOnlyList<global::RnnCompiler.ModelParameter> States => "
            + $"{SurfaceNames.Layouts}.Compiled.Sequence.States.States;");
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
        WriteFiles(writer, model.ClassName, layout);
    }

    // Each member is one call of the runtime; the interface documents it.
    private static void WriteFiles(SourceWriter writer, string model, string layout)
    {
        // A separate overload, so that Load can be converted from a method group to a delegate.
        Member(writer, $"public static {model} Load(string path) => new({Store}.Load({layout}, path, null));");
        writer.WriteLine();
        foreach ((string type, string name) in s_sources)
        {
            Member(writer, $"public static {model} Load({type} {name}, {Options}{(name == "path" ? "" : " = null")}) => new({Store}.Load({layout}, {name}, options));");
            writer.WriteLine();
        }

        foreach ((string type, string name) in s_sources)
        {
            Member(writer, $"public void LoadParameters({type} {name}, {Options} = null) => {SurfaceNames.Parameters}.Load({name}, options);");
            writer.WriteLine();
        }

        Member(writer, $"public void Save(string path) => {SurfaceNames.Parameters}.Save(path);");
        writer.WriteLine();
        Member(writer, $"public void Save({Stream} stream) => {SurfaceNames.Parameters}.Save(stream);");
        writer.WriteLine();
        GeneratedCode.Begin(writer, "<inheritdoc/>");
        using (writer.Block($"public void CopyParametersFrom({model} other)"))
        {
            writer.WriteLine("global::System.ArgumentNullException.ThrowIfNull(other);");
            writer.WriteLine($"{SurfaceNames.Parameters}.CopyFrom(other.{SurfaceNames.Parameters});");
        }
    }

    private static void Member(SourceWriter writer, string text)
    {
        GeneratedCode.Begin(writer, "<inheritdoc/>");
        writer.WriteLine(text);
    }
}
