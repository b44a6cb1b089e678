using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Generators.Emission.Kernels;

/// <summary>
/// Counts the uses of each pointer and each register of a method. A pointer with one use needs no local, since its address is printed at the use. A
/// register that only one group of multiply-adds reads needs no local either.
/// </summary>
internal sealed class LocalUse : IOperandVisitor
{
    private readonly Dictionary<string, int> _pointers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _registers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _accumulators = new(StringComparer.Ordinal);

    /// <summary>Counts the uses in the statements of a method.</summary>
    public static LocalUse Of(IEnumerable<Statement> statements)
    {
        LocalUse use = new();
        KernelTraversal.VisitOperands(statements, use);
        foreach (AssignVector assign in KernelTraversal.Descendants(statements).OfType<AssignVector>())
        {
            if (assign.Value is Apply { Function: VectorFunction.MultiplyAdd } product && product.Arguments[2].Equals(assign.Register))
                use._accumulators.Add(assign.Register.Name);
        }

        return use;
    }

    /// <summary>
    /// Returns the pointers that one statement of a block itself uses once, and that the block defines at the start of a memory or, for a copy, from another pointer that
    /// it does not change. Their addresses can be printed at the use, since neither the memory nor an index changes within the block.
    /// </summary>
    public IReadOnlyCollection<string> SpelledInPlace(IReadOnlyList<Statement> block)
    {
        HashSet<string> copied = new(block.SelectMany(Copied), StringComparer.Ordinal);
        bool isChanging = block.Any(static s => s is Swap or Advance);
        HashSet<string> defined = new(block.OfType<DefinePointer>()
            .Where(d => _pointers.TryGetValue(d.Pointer.Name, out int uses) && uses == 1 && (d.Base is null || (copied.Contains(d.Pointer.Name) && !isChanging)))
            .Select(static d => d.Pointer.Name), StringComparer.Ordinal);
        if (defined.Count == 0)
            return [];
        LocalUse here = new();
        foreach (Statement statement in block.Where(static s => s.Values.Count > 0))
            statement.VisitOperands(here);
        defined.IntersectWith(here._pointers.Keys.Concat(copied));
        return defined;
    }

    private static string[] Copied(Statement statement) => statement switch
    {
        CopyFloats copy => [copy.Source.Name, copy.Target.Name],
        QuantizeFloats quantize => [quantize.Source.Name, quantize.Target.Name],
        _ => [],
    };

    /// <summary>Returns the number of expressions that read a register.</summary>
    public int Reads(VectorRegister register) => _registers.TryGetValue(register.Name, out int reads) ? reads : 0;

    /// <summary>Returns whether products are added to a register.</summary>
    public bool IsAccumulator(VectorRegister register) => _accumulators.Contains(register.Name);

    void IOperandVisitor.Visit(Pointer pointer, Access access)
    {
        if (access != Access.Define)
            _pointers[pointer.Name] = _pointers.TryGetValue(pointer.Name, out int uses) ? uses + 1 : 1;
    }

    void IOperandVisitor.Visit(VectorRegister register, Access access)
    {
        if (access == Access.Use)
            _registers[register.Name] = Reads(register) + 1;
    }

    void IOperandVisitor.Visit(IndexVariable index, Access access)
    {
    }

    void IOperandVisitor.Visit(MemorySpace space)
    {
    }

    void IOperandVisitor.Visit(FrameField field)
    {
    }
}
