namespace RnnCompiler.Compiler.Loops;

/// <summary>The nests of one equation, or of a run of straight-line equations.</summary>
/// <param name="Title">What they compute, for method names and comments.</param>
/// <param name="Nests">The nests in order.</param>
/// <param name="ForInputGradient">Whether only the gradient of the input needs them.</param>
internal sealed record NestGroup(string Title, IReadOnlyList<Nest> Nests, bool ForInputGradient);

/// <summary>A function, scheduled as far as no target matters.</summary>
/// <param name="Groups">Its nests in order.</param>
/// <param name="Workspace">The buffers that need a place in the workspace.</param>
internal sealed record FunctionSchedule(IReadOnlyList<NestGroup> Groups, IReadOnlyList<TensorBuffer> Workspace);
