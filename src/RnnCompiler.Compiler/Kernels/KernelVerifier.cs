using RnnCompiler.Compiler.Targets;

namespace RnnCompiler.Compiler.Kernels;

/// <summary>A lowered program is not well-formed.</summary>
/// <param name="method">The method at fault.</param>
/// <param name="problem">What was expected and what was found.</param>
public sealed class KernelVerificationException(string method, string problem) : Exception($"Kernel {method}: {problem}")
{
    /// <summary>The method at fault.</summary>
    public string Method { get; } = method;
}

/// <summary>
/// Checks a lowered program: every name is defined once and before it is used, lanes fit the target, loops have whole turns, and
/// methods that are called exist.
/// </summary>
public sealed class KernelVerifier
{
    private readonly KernelProgram _program;
    private readonly KernelMethod _method;
    private readonly HashSet<string> _everDefined = new(StringComparer.Ordinal);
    private readonly HashSet<string> _inScope = new(StringComparer.Ordinal);

    private KernelVerifier(KernelProgram program, KernelMethod method)
    {
        _program = program;
        _method = method;
    }

    /// <summary>Checks every method.</summary>
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
        List<string> parameters = [];
        foreach (string name in _method.Indices.Select(static i => i.Name).Concat(_method.Pointers.Select(static p => p.Name)))
            Define(name, parameters);
        Block(_method.Body);
    }

    private void Block(IReadOnlyList<Statement> statements)
    {
        List<string> defined = [];
        foreach (Statement statement in statements)
            Visit(statement, defined);
        _inScope.ExceptWith(defined);
    }

    private void Visit(Statement statement, List<string> defined)
    {
        switch (statement)
        {
            case Comment:
                break;
            case Loop loop:
                Visit(loop);
                break;
            case Conditional conditional:
                Block(conditional.Body);
                break;
            case Scope scope:
                Block(scope.Body);
                break;
            case DefinePointer define:
                if (define.Base is { } origin)
                {
                    Use(origin.Name);
                    Check(origin.Space == define.Pointer.Space, $"pointer {define.Pointer.Name} into {define.Pointer.Space} is based on one into {origin.Space}.");
                }

                Use(define.Offset);
                Define(define.Pointer.Name, defined);
                break;
            case Advance advance:
                Use(advance.Pointer.Name);
                break;
            case Swap swap:
                Use(swap.First.Name);
                Use(swap.Second.Name);
                break;
            case DefineVector define:
                Use(define.Value);
                Define(define.Register.Name, defined);
                break;
            case AssignVector assign:
                Use(assign.Value);
                Use(assign.Register.Name);
                break;
            case DefineId id:
                Check(id.Space is MemorySpace.Tokens or MemorySpace.Classes, $"an id is loaded from {id.Space}.");
                Use(id.Offset);
                Define(id.Id.Name, defined);
                break;
            case StoreVector store:
                Use(store.Pointer.Name);
                Use(store.Value);
                Check(store.Pointer.Space is not (MemorySpace.Input or MemorySpace.Parameters or MemorySpace.Reduced or MemorySpace.Bytes or MemorySpace.Targets), $"a store goes to {store.Pointer.Space}, which is only read.");
                CheckLanes(store.Count);
                break;
            case StoreReduction reduction:
                Use(reduction.Pointer.Name);
                foreach (VectorRegister part in reduction.Parts)
                    Use(part.Name);
                Check(
                    reduction.Parts.Count == _program.Target.ReductionVectors,
                    $"a reduction takes {Target.Block} lanes, but was given {reduction.Parts.Count} vectors of {_program.Target.Lanes}.");
                break;
            case FillZero fill:
                Use(fill.Offset);
                Check(fill.Count > 0, $"{fill.Count} floats are filled.");
                break;
            case TransposePanel or AwaitParts:
                break;
            case CallMethod call:
                Visit(call);
                break;
            default:
                throw new KernelVerificationException(_method.Name, $"{statement.GetType().Name} has no rule.");
        }
    }

    private void Visit(Loop loop)
    {
        Check(loop.Step >= 1, $"the loop over {loop.Index.Name} moves by {loop.Step}.");
        Check(!loop.Shared || (!loop.Descending && loop.Alternation is null), $"the loop over {loop.Index.Name} is shared out, and not simply ascending.");
        foreach (IndexVariable start in new[] { loop.Lower.Start, loop.Upper.Start }.OfType<IndexVariable>())
            Use(start.Name);
        if (loop.Lower.Start is not null || loop.Upper.Start is not null)
        {
            Check(loop.Step == 1, $"the loop over {loop.Index.Name} runs between indices in steps of {loop.Step}.");
        }
        else if (loop.Ragged)
        {
            Check(!loop.Descending && loop.Alternation is null, $"the loop over {loop.Index.Name} is ragged, and not simply ascending.");
        }
        else if (loop.Lower.Runtime is null && loop.Upper.Runtime is null)
        {
            int turns = loop.Upper.Number - loop.Lower.Number;
            Check(turns >= 0 && turns % loop.Step == 0, $"the loop over {loop.Index.Name} has no whole turns from {loop.Lower.Number} to {loop.Upper.Number} in steps of {loop.Step}.");
        }
        else
        {
            Check(loop.Upper.Multiple % loop.Step == 0, $"the loop over {loop.Index.Name} in steps of {loop.Step} ends at a multiple of {loop.Upper.Multiple}.");
        }

        if (loop.Alternation is { } odd)
        {
            Use(odd.Index.Name);
            Check(!loop.Descending && loop.Lower.Runtime is null && loop.Upper.Runtime is null, $"the loop over {loop.Index.Name} alternates, but its bounds are known only at run time or it descends always.");
        }

        List<string> index = [];
        Define(loop.Index.Name, index);
        Block(loop.Body);
        _inScope.ExceptWith(index);
    }

    private void Visit(CallMethod call)
    {
        KernelMethod? called = _program.Methods.FirstOrDefault(m => m.Name == call.Method);
        Check(called is not null, $"it calls {call.Method}, which does not exist.");
        Check(call.Method != _method.Name, "it calls itself.");
        foreach (string name in call.Indices.Select(static i => i.Name).Concat(call.Pointers.Select(static p => p.Name)))
            Use(name);
        Check(
            called!.Indices.Count == call.Indices.Count && called.Pointers.Select(static p => p.Space).SequenceEqual(call.Pointers.Select(static p => p.Space)),
            $"{call.Method} takes {called.Indices.Count} indices and {called.Pointers.Count} pointers, and is handed others.");
    }

    private void Use(VectorExpression expression)
    {
        switch (expression)
        {
            case VectorRegister register:
                Use(register.Name);
                break;
            case VectorLoad load:
                Use(load.Pointer.Name);
                CheckFloats(load.Pointer);
                CheckLanes(load.Count);
                break;
            case BroadcastLoad load:
                Use(load.Pointer.Name);
                CheckFloats(load.Pointer);
                break;
            case Apply apply:
                foreach (VectorExpression argument in apply.Arguments)
                    Use(argument);
                int arity = Arity(apply.Function);
                Check(apply.Arguments.Count == arity, $"{apply.Function} takes {arity} arguments, found {apply.Arguments.Count}.");
                break;
            case OneHotLanes oneHot:
                Use(oneHot.Id.Name);
                Use(oneHot.FirstLane);
                break;
            case MaskTail mask:
                Use(mask.Argument);
                CheckLanes(mask.Count);
                break;
            case BFloat16Half half:
                Use(half.Words);
                break;
            case ByteLoad load:
                Use(load.Pointer.Name);
                Check(load.Pointer.Space == MemorySpace.Bytes, $"bytes are loaded from {load.Pointer.Space}.");
                break;
            case Splat or LossBar:
                break;
            default:
                throw new KernelVerificationException(_method.Name, $"{expression.GetType().Name} has no rule.");
        }
    }

    /// <summary>How many arguments a function takes.</summary>
    public static int Arity(VectorFunction function) => function switch
    {
        VectorFunction.Select or VectorFunction.MultiplyAdd => 3,
        VectorFunction.Add or VectorFunction.Subtract or VectorFunction.Multiply or VectorFunction.Divide
            or VectorFunction.Max or VectorFunction.Min or VectorFunction.GreaterOrEqual => 2,
        VectorFunction.Negate or VectorFunction.Sigmoid or VectorFunction.Tanh or VectorFunction.Exp or VectorFunction.Log
            or VectorFunction.Sqrt or VectorFunction.Relu or VectorFunction.Abs => 1,
        _ => throw new InvalidOperationException($"{function} has no arity."),
    };

    private void Use(Affine offset)
    {
        foreach (AffineTerm term in offset.Terms.Where(static t => t.Index is not null))
            Use(term.Index!.Name);
    }

    private void Use(string name) => Check(_inScope.Contains(name), $"{name} is used where it is not defined.");

    private void Define(string name, List<string> defined)
    {
        Check(_everDefined.Add(name), $"{name} is defined twice.");
        _inScope.Add(name);
        defined.Add(name);
    }

    private void CheckFloats(Pointer pointer) => Check(pointer.Space != MemorySpace.Bytes, $"floats are loaded from {pointer.Space}.");

    private void CheckLanes(int count) => Check(count >= 1 && count <= _program.Target.Lanes, $"{count} lanes of {_program.Target.Lanes} are meant.");

    private void Check(bool holds, string problem)
    {
        if (!holds)
            throw new KernelVerificationException(_method.Name, problem);
    }
}
