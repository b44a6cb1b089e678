using RnnCompiler.Generators.Names;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the members for training.</summary>
internal static class TrainerEmitter
{
    public static void Write(SourceWriter writer, ModelShape model)
    {
        GeneratedCode.Begin(
            writer,
            "<summary>Makes a trainer, which owns this model while it works.</summary>",
            model.Network is null ? $"<remarks>One row of inputs is {model.InputShape}; one row of targets is {TargetShape(model)}.{Weights(model)}</remarks>"
                : $"<remarks>The loss is {LossText(model, model.Network)}.{Weights(model)}</remarks>",
            "<param name=\"optimizer\">How gradients become updates.</param>",
            "<param name=\"batchSize\">The most rows of one call; at least 1.</param>",
            "<param name=\"options\">Clipping, seed and more.</param>",
            "<returns>The trainer.</returns>",
            "<exception cref=\"global::System.ArgumentException\">The batch size is below 1, or the options do not fit the model.</exception>",
            "<exception cref=\"global::RnnCompiler.TapeTooLargeException\">What training must remember would not fit in memory.</exception>");
        writer.WriteLine("public Trainer CreateTrainer(global::RnnCompiler.Optimizer optimizer, int batchSize, global::RnnCompiler.TrainerOptions? options = null) =>");
        using (writer.Indent())
            writer.WriteLine($"new({SurfaceNames.Parameters}, optimizer, batchSize, options);");
        writer.WriteLine();
        if (model.Network is { } network)
            NetworkTrainerEmitter.Write(writer, model, network);
        else
            WriteTrainer(writer, model);
    }

    private static void WriteTrainer(SourceWriter writer, ModelShape model)
    {
        GeneratedCode.Begin(writer, "<summary>Trains the model by backpropagation through time.</summary>");
        using (writer.Block($"public sealed class Trainer : global::RnnCompiler.Trainer<{model.Input}, {model.Target}>"))
        {
            writer.WriteLine("internal Trainer(");
            using (writer.Indent())
            {
                writer.WriteLine("global::RnnCompiler.CompilerServices.ParameterStore parameters,");
                writer.WriteLine("global::RnnCompiler.Optimizer optimizer,");
                writer.WriteLine("int batchSize,");
                writer.WriteLine("global::RnnCompiler.TrainerOptions? options)");
                writer.WriteLine($": base(parameters, {SurfaceNames.Layouts}.Compiled.Training, optimizer, batchSize, options)");
            }

            using (writer.Block(""))
            {
            }
        }
    }

    private static string LossText(ModelShape model, NetworkShape network) => model.Module.CountsRows ? "that of the loss function"
        : network.Outputs.Count == 1 ? $"Loss.{model.Declaration.Loss} of the output"
        : $"the sum of Loss.{model.Declaration.Loss} of each output";

    private static string Weights(ModelShape model) => model.Declaration.Weights == WeightFormat.Float32
        ? ""
        : $" The loss and the gradients are those of the float parameters, not of the {model.Declaration.Weights} weights of "
            + $"{(model.Module.IsDecoder ? "Generate" : model.HasStep ? "Forward and Step" : "Forward")}.";

    private static string TargetShape(ModelShape model) => model.Declaration.HasClassTargets
        ? $"[{CSharpLiteral.Integer(model.Module.TargetSteps)}] class ids from 0 to {CSharpLiteral.Integer(model.Module.Classes - 1)}, or −1 for a step that does not count"
        : $"[{CSharpLiteral.Integer(model.Module.TargetSteps)}, {CSharpLiteral.Integer(model.Module.TargetSize)}]";
}
