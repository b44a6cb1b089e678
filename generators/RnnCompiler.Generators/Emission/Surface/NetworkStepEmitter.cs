using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits streaming of a network with several inputs or outputs.</summary>
internal static class NetworkStepEmitter
{
    public static void Write(SourceWriter writer, ModelShape model, NetworkShape network)
    {
        GeneratedCode.Begin(writer, "<summary>Makes the state of a new stream.</summary>", "<returns>A state that belongs to one stream.</returns>");
        writer.WriteLine($"{NetworkSignatures.CreateState} => new({SurfaceNames.Parameters});");
        writer.WriteLine();
        WriteStep(writer, network, isBlock: false);
        writer.WriteLine();
        WriteStep(writer, network, isBlock: true);
        writer.WriteLine();
        WriteState(writer);
    }

    private static void WriteStep(SourceWriter writer, NetworkShape network, bool isBlock)
    {
        GeneratedCode.Begin(
            writer,
            [
                $"<summary>Advances a stream by {(isBlock ? "a block of steps" : "one step")}. Any number of threads may call it at once, each with states of its own.</summary>",
                "<param name=\"state\">The stream's state.</param>",
                .. network.Inputs.Concat(network.Outputs).Select(p => $"<param name=\"{p.Name.TrimStart('@')}\">{Shape(p, isBlock)}.</param>"),
                .. isBlock ? ["<param name=\"steps\">How many steps; at least 0.</param>"] : Array.Empty<string>(),
                "<exception cref=\"global::System.ArgumentException\">There is no state, a length is wrong, or an id is out of range; nothing was written.</exception>",
            ]);
        using (writer.Block(NetworkSignatures.Step(network, isBlock)))
        {
            writer.WriteLine($"global::RnnCompiler.CompilerServices.NetworkSteps call = {SurfaceNames.Streams}.Begin(state, {(isBlock ? "steps" : "1")});");
            foreach (PortParameter input in network.Inputs)
                writer.WriteLine($"call.Check({CSharpLiteral.Integer(input.Index)}, {input.Name});");
            foreach (PortParameter output in network.Outputs)
                writer.WriteLine($"call.CheckOutput({CSharpLiteral.Integer(output.Index)}, {output.Name});");
            using (writer.Block("while (call.Next())"))
            {
                foreach (PortParameter input in network.Inputs)
                    writer.WriteLine($"call.Pack({CSharpLiteral.Integer(input.Index)}, {input.Name});");
                writer.WriteLine("call.Run();");
                foreach (PortParameter output in network.Outputs)
                    writer.WriteLine($"call.Unpack({CSharpLiteral.Integer(output.Index)}, {output.Name});");
            }
        }
    }

    private static string Shape(PortParameter parameter, bool isBlock) => isBlock ? parameter.StepShape : parameter.StepShape.Replace("steps", "1");

    private static void WriteState(SourceWriter writer)
    {
        GeneratedCode.Begin(writer, "<summary>What one stream carries from step to step.</summary>");
        using (writer.Block("public sealed class State : global::RnnCompiler.ModelState"))
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
        }
    }
}
