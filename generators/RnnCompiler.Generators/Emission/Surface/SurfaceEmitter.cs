namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the public surface of a model, in the order in which users need the members.</summary>
internal static class SurfaceEmitter
{
    /// <summary>Returns the text of the file.</summary>
    public static string Write(ModelShape model) =>
        PartialClass.Write(model.Identity, RemarksEmitter.Lines(model), Interfaces(model), writer =>
        {
            MetadataEmitter.Write(writer, model);
            writer.WriteLine();
            ForwardEmitter.Write(writer, model);
            writer.WriteLine();
            if (model.Network is { IsDecoder: true } decoder)
            {
                DecoderEmitter.Write(writer, model, decoder);
                writer.WriteLine();
            }
            else if (model.HasStep)
            {
                if (model.Network is { } network)
                    NetworkStepEmitter.Write(writer, model, network);
                else
                    StepEmitter.Write(writer, model);
                writer.WriteLine();
            }

            if (model.Module.PredictsNextToken)
            {
                GenerateEmitter.Write(writer, model);
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
        List<string> interfaces = [$"global::RnnCompiler.IRecurrentModel<{model.ClassName}>"];
        if (model.Network is not null)
            return interfaces;
        interfaces.Add($"global::RnnCompiler.ISequenceModel<{model.Input}>");
        if (model.HasStep)
            interfaces.Add($"global::RnnCompiler.IStreamingModel<{model.Input}>");
        return interfaces;
    }
}
