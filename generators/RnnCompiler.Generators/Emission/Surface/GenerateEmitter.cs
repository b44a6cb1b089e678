using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits generation of tokens, of models whose outputs predict the next token. The search is in the runtime.</summary>
internal static class GenerateEmitter
{
    public static void Write(SourceWriter writer, ModelShape model)
    {
        GeneratedCode.Begin(
            writer,
            "<summary>Continues a prompt, which is fed to <c>Step</c> from the initial state. Any number of threads may call it at once.</summary>",
            $"<param name=\"prompt\">At least one token id from 0 to {CSharpLiteral.Integer(model.Vocabulary - 1)}.</param>",
            "<param name=\"tokens\">Receives the tokens that follow; its length is the most of them.</param>",
            "<param name=\"options\">How tokens are chosen.</param>",
            "<returns>How many tokens were written; a stop token is not one of them.</returns>",
            "<exception cref=\"global::System.ArgumentException\">The prompt is empty, an id is out of range, or several beams have a temperature; nothing was "
                + "written.</exception>",
            "<exception cref=\"global::System.NotFiniteNumberException\">An output is NaN or +∞, or all are −∞.</exception>");
        writer.WriteLine("public int Generate(global::System.ReadOnlySpan<int> prompt, global::System.Span<int> tokens, global::RnnCompiler.GenerationOptions options) =>");
        using (writer.Indent())
        {
            writer.WriteLine($"global::RnnCompiler.CompilerServices.TokenGenerator.Generate({SurfaceNames.Sequences}, "
                + $"{CSharpLiteral.Boolean(model.Module.OutputsAreProbabilities)}, prompt, tokens, options);");
        }
    }
}
