using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the method that runs whole sequences of a network with several inputs or outputs.</summary>
internal static class NetworkForwardEmitter
{
    public static void Write(SourceWriter writer, NetworkShape network)
    {
        GeneratedCode.Begin(
            writer,
            [
                "<summary>Computes a batch of sequences. Any number of threads may call it at once.</summary>",
                .. network.Inputs.Select(static p => Parameter(p, "; nothing behind the end of a row is read")),
                .. network.Outputs.Select(static p => Parameter(p, "; outputs behind the end of a row become 0")),
                "<param name=\"batch\">How many sequences; at least 1.</param>",
                .. network.LengthDocumentation(),
                "<param name=\"initialStates\">[batch, StateLength], the states before the first step; empty for the initial values.</param>",
                "<param name=\"finalStates\">[batch, StateLength], receives the states after the last step; empty if they are not wanted. May be initialStates.</param>",
                "<exception cref=\"global::System.ArgumentException\">A length is wrong, an id is out of range, or spans overlap; nothing was written.</exception>",
            ]);
        using (writer.Block(NetworkSignatures.Forward(network)))
        {
            writer.WriteLine($"global::RnnCompiler.CompilerServices.NetworkCall call = {SurfaceNames.Sequences}.Begin(batch, {network.OwnLengths}, initialStates, finalStates);");
            for (int group = 0; group < network.Groups.Count; group++)
                writer.WriteLine($"call.CheckGroup({CSharpLiteral.Integer(group + 1)}, {network.Groups[group]});");
            foreach (PortParameter input in network.Inputs)
                writer.WriteLine($"call.Check({CSharpLiteral.Integer(input.Index)}, {input.Name}{(input.Port.Ids > 0 ? ", " + network.LengthsOf(input) : "")});");
            foreach (PortParameter output in network.Outputs)
            {
                writer.WriteLine($"call.CheckOutput({CSharpLiteral.Integer(output.Index)}, {output.Name});");
                foreach (PortParameter other in network.Inputs.Concat(network.Outputs.TakeWhile(earlier => earlier != output)))
                    writer.WriteLine($"call.CheckOverlap<{other.Element}>({CSharpLiteral.Integer(output.Index)}, {output.Name}, {other.Name});");
            }

            using (writer.Block("while (call.Next())"))
            {
                foreach (PortParameter input in network.Inputs)
                    writer.WriteLine($"call.Pack({CSharpLiteral.Integer(input.Index)}, {input.Name}, {network.LengthsOf(input)});");
                for (int group = 0; group < network.Groups.Count; group++)
                    writer.WriteLine($"call.Mask({CSharpLiteral.Integer(group + 1)}, {network.Groups[group]});");
                writer.WriteLine("call.Run();");
                foreach (PortParameter output in network.Outputs)
                    writer.WriteLine($"call.Unpack({CSharpLiteral.Integer(output.Index)}, {output.Name}, {network.LengthsOf(output)});");
            }
        }
    }

    private static string Parameter(PortParameter parameter, string more) =>
        $"<param name=\"{parameter.Name.TrimStart('@')}\">{ModelShape.Stack("batch", parameter.Shape)}{(parameter.Port.IsOverTime ? more : "")}.</param>";
}
