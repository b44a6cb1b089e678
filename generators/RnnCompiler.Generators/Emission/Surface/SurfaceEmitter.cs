namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>The part of the class that users meet, in the order in which they meet it.</summary>
internal static class SurfaceEmitter
{
    /// <summary>The text of the file.</summary>
    public static string Write(ModelShape model) =>
        PartialClass.Write(model.Identity, RemarksEmitter.Lines(model), Interfaces(model), writer =>
        {
            MetadataEmitter.Write(writer, model);
            writer.WriteLine();
            ForwardEmitter.Write(writer, model);
            writer.WriteLine();
            if (model.HasStep)
            {
                StepEmitter.Write(writer, model);
                writer.WriteLine();
            }

            if (model.Options.Training)
            {
                TrainerEmitter.Write(writer, model);
                writer.WriteLine();
            }

            ParameterEmitter.Write(writer, model);
            writer.WriteLine();
            HookEmitter.Write(writer, model);
        });

    private static IReadOnlyList<string> Interfaces(ModelShape model)
    {
        List<string> interfaces = [$"global::RnnCompiler.IRecurrentModel<{model.ClassName}>", $"global::RnnCompiler.ISequenceModel<{model.Input}>"];
        if (model.HasStep)
            interfaces.Add($"global::RnnCompiler.IStreamingModel<{model.Input}>");
        return interfaces;
    }
}
