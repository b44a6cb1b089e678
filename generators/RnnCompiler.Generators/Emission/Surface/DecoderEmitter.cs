using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits generation of a network that writes tokens itself: the encoder runs once, then the decoder step by step. The search is in the runtime.</summary>
internal static class DecoderEmitter
{
    public static void Write(SourceWriter writer, ModelShape model, NetworkShape network)
    {
        GeneratedCode.Begin(writer, [.. Documentation(model, network, network.GivenLengths)]);
        WriteBody(writer, model, network);
        if (!network.GivenLengths.Any())
            return;
        writer.WriteLine();
        GeneratedCode.Begin(writer, [.. Documentation(model, network, [])]);
        writer.WriteLine($"{NetworkSignatures.Generate(network, hasLengths: false)} =>");
        using (writer.Indent())
        {
            string arguments = string.Join(", ", network.Given.Select(static p => p.Name).Concat(network.GivenLengths.Select(static _ => "default")));
            writer.WriteLine($"Generate({arguments}, tokens, options);");
        }
    }

    private static IEnumerable<string> Documentation(ModelShape model, NetworkShape network, IEnumerable<string> lengths) =>
    [
        $"<summary>Writes {network.Written!.Port.Name} of one example: the encoder runs once, then the decoder per token. Any number of threads may call it at once.</summary>",
        .. network.Given.Select(static p => $"<param name=\"{p.Name.TrimStart('@')}\">{p.Shape}; nothing behind the end is read.</param>"),
        .. lengths.Select(static name => $"<param name=\"{name.TrimStart('@')}\">[1], the steps of the example; empty if it is full.</param>"),
        "<param name=\"tokens\">Receives the tokens; its length is the most of them.</param>",
        "<param name=\"options\">How tokens are chosen.</param>",
        $"<returns>How many tokens were written; the stop token, {CSharpLiteral.Integer(model.Declaration.Generated!.Generated!.Stop)}, is not one of them.</returns>",
        "<exception cref=\"global::System.ArgumentException\">A length is wrong, an id is out of range, or several beams have a temperature; nothing was "
            + "written.</exception>",
        "<exception cref=\"global::System.NotFiniteNumberException\">An output is NaN or +∞, or all are −∞.</exception>",
    ];

    private static void WriteBody(SourceWriter writer, ModelShape model, NetworkShape network)
    {
        using (writer.Block(NetworkSignatures.Generate(network, hasLengths: true)))
        {
            string lengths = network.Surface.IsGivenOwnGroup ? "lengths" : "default";
            writer.WriteLine($"global::RnnCompiler.CompilerServices.NetworkCall call = {SurfaceNames.Sequences}.Begin(1, {lengths}, default, default);");
            for (int group = 0; group < network.Groups.Count; group++)
            {
                if (!network.Surface.IsWritten(group))
                    writer.WriteLine($"call.CheckGroup({CSharpLiteral.Integer(group + 1)}, {network.Groups[group]});");
            }

            int index = 0;
            foreach (PortParameter input in network.Given)
                writer.WriteLine($"call.Check({CSharpLiteral.Integer(index++)}, {input.Name}{(input.Port.Ids > 0 ? ", " + network.LengthsOf(input) : "")});");
            writer.WriteLine("call.Next();");
            index = 0;
            foreach (PortParameter input in network.Given)
                writer.WriteLine($"call.Pack({CSharpLiteral.Integer(index++)}, {input.Name}, {network.LengthsOf(input)});");
            for (int group = 0; group < network.Groups.Count; group++)
            {
                if (!network.Surface.IsWritten(group))
                    writer.WriteLine($"call.Mask({CSharpLiteral.Integer(group + 1)}, {network.Groups[group]});");
            }

            writer.WriteLine($"return call.Generate({CSharpLiteral.Boolean(model.Module.OutputsAreProbabilities)}, "
                + $"{CSharpLiteral.Integer(network.Written!.Port.Ids)}, tokens, options);");
        }
    }
}
