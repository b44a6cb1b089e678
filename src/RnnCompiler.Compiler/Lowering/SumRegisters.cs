using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>One register for each accumulation of a region, element of a tile's width, and vector.</summary>
internal sealed class SumRegisters(NameScope names, Region region, int width, int vectors)
{
    /// <summary>The registers, by accumulation, element and vector.</summary>
    public VectorRegister[][][] Registers { get; } = [.. region.Accumulations.Select(a => Enumerable.Range(0, width)
        .Select(_ => Enumerable.Range(0, vectors).Select(_ => names.Register(a.Name + "Sum")).ToArray()).ToArray())];

    /// <summary>The register of an accumulated value; null for any other.</summary>
    public VectorRegister? Of(Value value, int element, int vector)
    {
        for (int a = 0; a < Registers.Length; a++)
        {
            if (region.Accumulations[a].Result == value)
                return Registers[a][element][vector];
        }

        return null;
    }
}
