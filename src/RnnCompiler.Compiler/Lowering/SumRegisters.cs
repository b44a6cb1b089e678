using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Registers of sums: one for each accumulation of a region, row or step of a tile, and vector.</summary>
internal sealed class SumRegisters(NameScope names, Region region, int width, int vectors)
{
    /// <summary>The registers, by accumulation, row or step, and vector.</summary>
    public VectorRegister[][][] Registers { get; } = [.. region.Accumulations.Select(a => Enumerable.Range(0, width)
        .Select(_ => Enumerable.Range(0, vectors).Select(_ => names.Register(a.Name + "Sum")).ToArray()).ToArray())];

    /// <summary>Gets the register of an accumulated value; null for any other value.</summary>
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
