using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Loops;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Lowering;

/// <summary>Sums of parameters, such as two biases of a gate, that are computed before a loop over steps and stay in registers.</summary>
internal sealed class InvariantSums(LoweringContext context)
{
    /// <summary>The part of the registers that these sums may take, where there are enough for the accumulators beside them.</summary>
    private const int PartOfRegisters = 4;

    private const int EnoughRegisters = 32;

    private int _left = context.Target.Registers >= EnoughRegisters ? context.Target.Registers / PartOfRegisters : 0;

    /// <summary>The statements before the loop.</summary>
    public List<Statement> Statements { get; } = [];

    /// <summary>Gets the register of a sum of at least two parameters; null if it is none, if a loop over lanes makes several of it, or if no register is left.</summary>
    /// <param name="region">The region that starts with the sum.</param>
    /// <param name="position">Its tile.</param>
    /// <param name="terms">The terms.</param>
    /// <param name="vector">The vector of the tile.</param>
    public VectorRegister? Of(Region region, TilePosition position, IReadOnlyList<Value> terms, int vector)
    {
        bool isInvariant = terms.All(t => region.Loads.TryGetValue(t, out BufferView? view) && view.Buffer.Space == MemorySpace.Parameters);
        if (terms.Count < 2 || !isInvariant || _left == 0 || position.Block is not null || position.Lane is not null)
            return null;
        _left--;
        TileMemory memory = new(context, region, position);
        VectorExpression? sum = null;
        foreach (Value term in terms)
            sum = Accumulators.Plus(sum, memory.Load(term, 0, position.Vectors[vector], Statements));
        VectorRegister register = context.Names.Register("start");
        Statements.Add(new DefineVector(register, sum!));
        return register;
    }
}
