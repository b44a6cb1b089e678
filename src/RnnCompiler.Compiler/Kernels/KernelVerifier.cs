using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>The exception that is thrown when a lowered program is not well-formed.</summary>
/// <param name="method">The method at fault.</param>
/// <param name="problem">What was expected and what was found.</param>
public sealed class KernelVerificationException(string method, string problem) : Exception($"Kernel {method}: {problem}")
{
    /// <summary>Gets the method at fault.</summary>
    public string Method { get; } = method;
}

/// <summary>
/// Verifies a lowered program: each name is defined once and before its use, vector lengths fit the target, loops have whole iterations, and called
/// methods exist.
/// </summary>
public sealed class KernelVerifier
{
    private readonly KernelProgram _program;
    private readonly KernelMethod _method;
    private readonly HashSet<string> _everDefined = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inScope = new(StringComparer.Ordinal);
    private readonly Stack<List<string>> _scopes = new();
    private readonly ScopeCheck _names;

    private KernelVerifier(KernelProgram program, KernelMethod method)
    {
        _program = program;
        _method = method;
        _names = new ScopeCheck(this);
    }

    /// <summary>Verifies all methods.</summary>
    /// <exception cref="KernelVerificationException">A method is not well-formed.</exception>
    public static void Verify(KernelProgram program)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (KernelMethod method in program.Methods)
        {
            if (!names.Add(method.Name))
                throw new KernelVerificationException(method.Name, "another method has this name.");
            new KernelVerifier(program, method).Method();
        }
    }

    private void Method()
    {
        _scopes.Push([]);
        foreach (string name in _method.Indices.Select(static i => i.Name).Concat(_method.Pointers.Select(static p => p.Name)))
            Define(name);
        Block(_method.Body);
        _scopes.Pop();
    }

    private void Block(IReadOnlyList<Statement> statements)
    {
        foreach (Statement statement in statements)
        {
            if (statement is not CompoundStatement compound)
            {
                Check(statement);
                continue;
            }

            _scopes.Push([]);
            Check(statement);
            Block(compound.Body);
            _inScope.ExceptWith(_scopes.Pop());
        }
    }

    private void Check(Statement statement)
    {
        statement.VisitOperands(_names);
        foreach (VectorExpression value in statement.Values)
            CheckTree(value);
        CheckRules(statement);
    }

    private void CheckTree(VectorExpression expression)
    {
        CheckRules(expression);
        foreach (VectorExpression child in expression.Children)
            CheckTree(child);
    }

    private void CheckRules(Statement statement)
    {
        switch (statement)
        {
            case Comment or Conditional or Scope or Advance or Swap or DefineVector or AssignVector or DefineStateParity or TransposePanel or PartitionBarrier:
                break;
            case Loop loop:
                Check(loop);
                break;
            case DefinePointer define:
                if (define.Base is { } origin && origin.Space != define.Pointer.Space)
                    throw Wrong($"pointer {define.Pointer.Name} into {define.Pointer.Space} is based on one into {origin.Space}.");
                break;
            case DefineId id:
                if (id.Space is not (MemorySpace.Tokens or MemorySpace.Classes or MemorySpace.Lengths or MemorySpace.ActiveRows))
                    throw Wrong($"an id is loaded from {id.Space}.");
                break;
            case StoreVector store:
                CheckWritten(store.Pointer);
                CheckLanes(store.Count);
                break;
            case StoreReduction reduction:
                if (reduction.Vectors.Count != _program.Target.ReductionVectors)
                    throw Wrong($"a reduction takes {Target.Block} lanes, but was given {reduction.Vectors.Count} vectors of {_program.Target.Lanes}.");
                break;
            case FillZero fill:
                if (fill.Count < 1)
                    throw Wrong($"{fill.Count} floats are filled.");
                break;
            case CopyFloats copy:
                CheckWritten(copy.Target);
                if (copy.Count < 1 || (copy.Times.Runtime is null && copy.Times.Number < 1))
                    throw Wrong($"{copy.Count} floats are copied{(copy.Times.Number == 1 ? "" : $" {copy.Times.Number} times")}.");
                break;
            case QuantizeFloats quantize:
                CheckWritten(quantize.Target);
                if (quantize.Count < 1)
                    throw Wrong($"{quantize.Count} floats are quantised.");
                break;
            case CallMethod call:
                Check(call);
                break;
            case Outlined outlined:
                throw Wrong($"the statements for {outlined.Title} are not outlined.");
            default:
                throw Wrong($"{statement.GetType().Name} has no rule.");
        }
    }

    private void CheckWritten(Pointer pointer)
    {
        if (pointer.Space is MemorySpace.Input or MemorySpace.Parameters or MemorySpace.Reduced or MemorySpace.Bytes or MemorySpace.Targets)
            throw Wrong($"a store goes to {pointer.Space}, which is only read.");
    }

    private void Check(Loop loop)
    {
        if (loop.Step < 1)
            throw Wrong($"the loop over {loop.Index.Name} moves by {loop.Step}.");
        if (loop.Partitioned && (loop.Descending || loop.Alternation is not null))
            throw Wrong($"the loop over {loop.Index.Name} is partitioned, and not simply ascending.");
        if (loop.Lower.Start is not null || loop.Upper.Start is not null)
        {
            if (loop.Step != 1)
                throw Wrong($"the loop over {loop.Index.Name} runs between indices in steps of {loop.Step}.");
        }
        else if (loop.PartialLast)
        {
            if (loop.Descending || loop.Alternation is not null)
                throw Wrong($"the loop over {loop.Index.Name} may end with a partial iteration, and is not simply ascending.");
        }
        else if (loop.Lower.Runtime is null && loop.Upper.Runtime is null)
        {
            int range = loop.Upper.Number - loop.Lower.Number;
            if (range < 0 || range % loop.Step != 0)
                throw Wrong($"the loop over {loop.Index.Name} has no whole iterations from {loop.Lower.Number} to {loop.Upper.Number} in steps of {loop.Step}.");
        }
        else
        {
            if (loop.Upper.Multiple % loop.Step != 0)
                throw Wrong($"the loop over {loop.Index.Name} in steps of {loop.Step} ends at a multiple of {loop.Upper.Multiple}.");
        }

        if (loop.Alternation is not null && (loop.Descending || loop.Lower.Runtime is not null || loop.Upper.Runtime is not null))
            throw Wrong($"the loop over {loop.Index.Name} alternates, but its bounds are known only at run time or it descends always.");
    }

    private void Check(CallMethod call)
    {
        KernelMethod? called = _program.Methods.FirstOrDefault(m => m.Name == call.Method);
        if (called is null)
            throw Wrong($"it calls {call.Method}, which does not exist.");
        if (call.Method == _method.Name)
            throw Wrong("it calls itself.");
        if (called.Indices.Count != call.Indices.Count || !called.Pointers.Select(static p => p.Space).SequenceEqual(call.Pointers.Select(static p => p.Space)))
            throw Wrong($"{call.Method} takes {called.Indices.Count} indices and {called.Pointers.Count} pointers, and is handed others.");
    }

    private void CheckRules(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorRegister or Splat or OneHotLanes or BFloat16Half:
                break;
            case VectorLoad load:
                CheckFloats(load.Pointer);
                CheckLanes(load.Count);
                break;
            case BroadcastLoad load:
                CheckFloats(load.Pointer);
                break;
            case Apply apply:
                int arity = VectorFunctionTraits.Of(apply.Function).Arity;
                if (apply.Arguments.Count != arity)
                    throw Wrong($"{apply.Function} takes {arity} arguments, found {apply.Arguments.Count}.");
                break;
            case MaskTail mask:
                CheckLanes(mask.Count);
                break;
            case LaneBroadcast broadcast:
                CheckLanes(broadcast.Lane + 1);
                break;
            case ByteLoad load:
                if (load.Pointer.Space != MemorySpace.Bytes)
                    throw Wrong($"bytes are loaded from {load.Pointer.Space}.");
                break;
            default:
                throw Wrong($"{expression.GetType().Name} has no rule.");
        }
    }

    private void Define(string name)
    {
        if (!_everDefined.Add(name))
            throw Wrong($"{name} is defined twice.");
        _inScope.Add(name);
        _scopes.Peek().Add(name);
    }

    private void CheckFloats(Pointer pointer)
    {
        if (pointer.Space == MemorySpace.Bytes)
            throw Wrong($"floats are loaded from {pointer.Space}.");
    }

    private void CheckLanes(int count)
    {
        if (count < 1 || count > _program.Target.Lanes)
            throw Wrong($"{count} lanes of {_program.Target.Lanes} are meant.");
    }

    private KernelVerificationException Wrong(string problem) => new(_method.Name, problem);

    /// <summary>Tracks the names in scope and reports uses of undefined names and repeated definitions.</summary>
    private sealed class ScopeCheck(KernelVerifier verifier) : NameVisitor
    {
        protected override void Visit(string name, Access access)
        {
            if (access == Access.Define)
                verifier.Define(name);
            else if (!verifier._inScope.Contains(name))
                throw verifier.Wrong($"{name} is used where it is not defined.");
        }
    }
}
