using RnnCompiler.Generators.Names;
using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the constants, the parameter storage, the constructors, and the declaration that other tools read.</summary>
internal static class MetadataEmitter
{
    public static void Write(SourceWriter writer, ModelShape model)
    {
        if (model.Network is null)
            WriteSizes(writer, model);
        else
            Constant(writer, "Steps of a sequence of the model's length.", "SequenceLength", model.Declaration.SequenceLength);
        Constant(writer, "All parameters together, in floats.", "ParameterCount", model.ParameterCount);
        Constant(writer, "The states of a row together, in floats.", "StateLength", model.StateLength);
        WriteConstruction(writer, model);
    }

    private static void WriteSizes(SourceWriter writer, ModelShape model)
    {
        Constant(writer, model.Declaration.HasTokenInput ? "Elements of one step's input: a single token id." : "Features of one step's input.", "InputSize", model.InputSize);
        Constant(writer, "Features of the output.", "OutputSize", model.Module.OutputSize);
        Constant(writer, "Steps of a sequence.", "SequenceLength", model.Declaration.SequenceLength);
        Constant(writer, model.Module.OutputSteps == 1 ? "Steps of the output." : "Steps of the output: one for each step of the input.", "OutputSteps", model.Module.OutputSteps);
    }

    private static void WriteConstruction(SourceWriter writer, ModelShape model)
    {
        bool isNetwork = model.Network is not null;
        bool streams = model.HasStep && model.Network is not { IsDecoder: true } && (isNetwork || model.Options.Kernels == KernelOrigin.RunTime);
        string sequenceRunner = isNetwork ? "NetworkRunner" : $"SequenceRunner<{model.Input}>", streamRunner = isNetwork ? "NetworkStreams" : $"StreamRunner<{model.Input}>";
        writer.WriteLine($"private readonly global::RnnCompiler.CompilerServices.ParameterStore {SurfaceNames.Parameters};");
        writer.WriteLine($"private readonly global::RnnCompiler.CompilerServices.{sequenceRunner} {SurfaceNames.Sequences};");
        if (streams)
            writer.WriteLine($"private readonly global::RnnCompiler.CompilerServices.{streamRunner} {SurfaceNames.Streams};");
        writer.WriteLine();
        writer.WriteLine(GeneratedCode.Attributes);
        using (writer.Block($"private {model.ClassName}(global::RnnCompiler.CompilerServices.ParameterStore parameters)"))
        {
            writer.WriteLine($"{SurfaceNames.Parameters} = parameters;");
            writer.WriteLine($"{SurfaceNames.Sequences} = new(parameters, {SurfaceNames.Layouts}.Compiled);");
            if (streams)
                writer.WriteLine($"{SurfaceNames.Streams} = new(parameters, {SurfaceNames.Layouts}.Compiled{(isNetwork ? "" : ", InputSize, OutputSize")});");
        }

        writer.WriteLine();
        GeneratedCode.Begin(
            writer,
            "<summary>Makes a model whose parameters are drawn from PyTorch's distributions: the same bits on every machine.</summary>",
            "<param name=\"seed\">The seed of the draw.</param>",
            "<returns>A new model.</returns>");
        using (writer.Block($"public static {model.ClassName} Create(ulong seed)"))
        {
            writer.WriteLine($"global::RnnCompiler.CompilerServices.ParameterStore parameters = new({SurfaceNames.Layouts}.Model);");
            writer.WriteLine("parameters.Initialize(seed);");
            writer.WriteLine($"return new {model.ClassName}(parameters);");
        }

        writer.WriteLine();
        writer.WriteLine("/// <inheritdoc/>");
        writer.WriteLine(GeneratedCode.Attributes);
        writer.WriteLine($"static string global::RnnCompiler.IRecurrentModel<{model.ClassName}>.Declaration => {SurfaceNames.Layouts}.Declaration;");
    }

    private static void Constant(SourceWriter writer, string summary, string name, long value)
    {
        writer.WriteLine($"/// <summary>{summary}</summary>");
        writer.WriteLine($"public const int {name} = {CSharpLiteral.Integer(value)};");
        writer.WriteLine();
    }
}
