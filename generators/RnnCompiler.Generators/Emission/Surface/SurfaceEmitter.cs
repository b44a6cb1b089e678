namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>The part of the class that users meet, in the order in which they meet it.</summary>
internal static class SurfaceEmitter
{
    /// <summary>The text of the file.</summary>
    public static string Write(ModelShape model) =>
        PartialClass.Write(model.Identity, [], RemarksEmitter.Lines(model), Interfaces(model), writer =>
        {
            MetadataEmitter.Write(writer, model);
            writer.WriteLine();
            ForwardEmitter.Write(writer, model);
            writer.WriteLine();
            if (model.Plan.Step is not null)
            {
                StepEmitter.Write(writer, model);
                writer.WriteLine();
            }

            TrainerEmitter.Write(writer, model);
            writer.WriteLine();
            ParameterEmitter.Write(writer, model);
            writer.WriteLine();
            LayoutEmitter.Write(writer, model);
            writer.WriteLine();
            DispatchEmitter.Write(writer, model);
        });

    private static IReadOnlyList<string> Interfaces(ModelShape model)
    {
        List<string> interfaces = [$"global::RnnCompiler.IRecurrentModel<{model.ClassName}>", $"global::RnnCompiler.ISequenceModel<{model.Input}>"];
        if (model.Plan.Step is not null)
            interfaces.Add($"global::RnnCompiler.IStreamingModel<{model.Input}>");
        return interfaces;
    }
}
