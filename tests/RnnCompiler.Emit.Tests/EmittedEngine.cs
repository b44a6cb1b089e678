using System.Runtime.InteropServices;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.CompilerServices;
using RnnCompiler.Emit.Kernels;
using RnnCompiler.Interpreter.Kernels;

namespace RnnCompiler.Emit.Tests;

/// <summary>Runs the emitted methods of a program over the memories of the interpreter of kernels. Weights of reduced precision have another layout there.</summary>
/// <param name="program">The program.</param>
internal sealed class EmittedEngine(KernelProgram program)
{
    private readonly EmittedProgram _emitted = new(program);
    private readonly Dictionary<string, SequenceKernel> _kernels = [];

    /// <summary>Calls a kernel.</summary>
    public void Run(string method, KernelMemory memory)
    {
        if (!_kernels.TryGetValue(method, out SequenceKernel? kernel))
            _kernels[method] = kernel = _emitted.Entry(method);
        int[] lengths = memory.Lengths, activeRows = memory.ActiveRows;
        KernelFrame frame = default;
        frame.Input = ref Of(memory, MemorySpace.Input);
        frame.Tokens = ref MemoryMarshal.GetArrayDataReference(memory.Tokens);
        frame.Targets = ref Of(memory, MemorySpace.Targets);
        frame.Classes = ref MemoryMarshal.GetArrayDataReference(memory.Classes);
        frame.Output = ref Of(memory, MemorySpace.Output);
        frame.Parameters = ref Of(memory, MemorySpace.Parameters);
        frame.Gradients = ref Of(memory, MemorySpace.Gradients);
        frame.Panels = ref Of(memory, MemorySpace.Panels);
        frame.Workspace = ref Of(memory, MemorySpace.Workspace);
        frame.StateIn = ref Of(memory, MemorySpace.StateIn);
        frame.StateOut = ref Of(memory, MemorySpace.StateOut);
        frame.StateGradient = ref Of(memory, MemorySpace.StateGradient);
        frame.StepGradient = ref Of(memory, MemorySpace.StepGradient);
        frame.InputGradient = ref Of(memory, MemorySpace.InputGradient);
        frame.Rows = memory.Rows;
        frame.Steps = memory.Steps;
        frame.Lengths = ref MemoryMarshal.GetArrayDataReference(lengths);
        frame.ActiveRows = ref MemoryMarshal.GetArrayDataReference(activeRows);
        frame.Phase = memory.Phase;
        frame.Part = memory.Partition;
        frame.Parts = memory.Partitions;
        frame.Requested = (CompilerServices.RequestedResults)(int)memory.Requested;
        kernel(ref frame);
    }

    private static ref float Of(KernelMemory memory, MemorySpace space) => ref MemoryMarshal.GetArrayDataReference(memory.OrEmpty(space));
}
