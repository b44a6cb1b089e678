using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Generators.Emission.Kernels;

namespace RnnCompiler.Generators.Emission;

/// <summary>
/// The memories of a streaming step, which the surface passes to a kernel one by one. A frame would be cleared and filled at each call: as much as a third of a step of
/// a small cell, and on some machines more, where clearing it with wide vectors slows the vectors of the kernel down.
/// </summary>
internal static class StepHook
{
    /// <summary>The name of the method that passes the memories to a kernel in a frame.</summary>
    public const string WithFrame = "StepWithFrame";

    private const string UnscopedRef = "global::System.Diagnostics.CodeAnalysis.UnscopedRef";
    private const string Frame = "global::RnnCompiler.CompilerServices.KernelFrame";

    /// <summary>Returns the memories of a step, in the order of the parameters.</summary>
    /// <param name="readsTokens">Whether the input is token ids.</param>
    public static IReadOnlyList<MemorySpace> Memories(bool readsTokens) =>
    [
        readsTokens ? MemorySpace.Tokens : MemorySpace.Input, MemorySpace.Output, MemorySpace.Parameters, MemorySpace.Reduced, MemorySpace.Bytes, MemorySpace.Workspace,
        MemorySpace.StateIn, MemorySpace.StateOut,
    ];

    /// <summary>Spells memories as parameters.</summary>
    public static string Parameters(IEnumerable<MemorySpace> memories) => string.Join(", ", memories.Select(static m => $"ref {Spelling.Element(m)} {Spelling.Name(m)}"));

    /// <summary>Spells memories as arguments.</summary>
    public static string Arguments(IEnumerable<MemorySpace> memories) => string.Join(", ", memories.Select(static m => $"ref {Spelling.Name(m)}"));

    /// <summary>Returns the memories that a kernel takes one by one; null if it needs a frame, for methods that it calls or for rows and steps.</summary>
    public static IReadOnlyList<MemorySpace>? MemoriesOf(KernelMethod method)
    {
        FrameUse use = FrameUse.Of(method.Body);
        bool readsFields = Enum.GetValues(typeof(FrameField)).Cast<FrameField>().Any(use.Reads);
        return readsFields || KernelTraversal.Descendants(method.Body).Any(static s => s is CallMethod or PartitionBarrier) ? null : [.. use.Spaces];
    }

    /// <summary>Writes the overload with a frame, for delegates, of a kernel that takes memories one by one.</summary>
    public static void WriteOverload(SourceWriter writer, KernelMethod method, IEnumerable<MemorySpace> memories)
    {
        writer.WriteLine("/// <summary>The same with the memories of a frame.</summary>");
        writer.WriteLine(GeneratedCode.FullSpeed);
        string arguments = string.Join(", ", memories.Select(static m => $"ref {KernelNames.Frame}.{RuntimeNames.Field(m)}"));
        writer.WriteLine($"internal static void {method.Name}(ref {Frame} {KernelNames.Frame}) => {method.Name}({arguments});");
    }

    /// <summary>Writes a method that passes memories to kernels in a frame.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="memories">The memories.</param>
    /// <param name="call">Writes the call.</param>
    public static void WriteWithFrame(SourceWriter writer, IReadOnlyList<MemorySpace> memories, Action call)
    {
        writer.WriteLine(GeneratedCode.FullSpeed);
        IEnumerable<string> parameters = memories.Select(static m => $"[{UnscopedRef}] ref {Spelling.Element(m)} {Spelling.Name(m)}");
        using (writer.Block($"internal static void {WithFrame}({string.Join(", ", parameters)})"))
        {
            writer.WriteLine($"{Frame} {KernelNames.Frame} = default;");
            foreach (MemorySpace memory in memories)
                writer.WriteLine($"{KernelNames.Frame}.{RuntimeNames.Field(memory)} = ref {Spelling.Name(memory)};");
            writer.WriteLine($"{KernelNames.Frame}.Rows = 1;");
            writer.WriteLine($"{KernelNames.Frame}.Steps = 1;");
            call();
        }
    }
}
