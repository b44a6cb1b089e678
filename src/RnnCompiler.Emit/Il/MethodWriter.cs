using System.Reflection.Emit;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using Pointer = RnnCompiler.Compiler.Kernels.Pointer;

namespace RnnCompiler.Emit.Il;

/// <summary>
/// Writes the variables and addresses of one method in IL: arguments, locals of the open scopes, and the frame fields that the method reads. Locals
/// are reused after their scope is closed, as in the C# compiler.
/// </summary>
internal sealed class MethodWriter
{
    private readonly Dictionary<string, LocalBuilder> _locals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, short> _arguments = new(StringComparer.Ordinal);
    private readonly Dictionary<MemorySpace, LocalBuilder> _spaces = [];
    private readonly Dictionary<Type, Stack<LocalBuilder>> _free = [];
    private readonly Stack<List<string>> _scopes = new();
    private readonly short _frame;
    private LocalBuilder? _span;
    private readonly LocalBuilder? _rows;
    private readonly LocalBuilder? _steps;
    private readonly LocalBuilder? _partition;
    private readonly LocalBuilder? _partitions;

    /// <summary>Starts a method: names its arguments and loads the fields of the frame that it reads.</summary>
    /// <param name="il">The destination of the IL.</param>
    /// <param name="method">The method.</param>
    /// <param name="frame">The index of the frame's argument; the arguments for indices and pointers follow it.</param>
    public MethodWriter(ILGenerator il, KernelMethod method, short frame)
    {
        Il = il;
        _frame = frame;
        short argument = frame;
        foreach (IndexVariable index in method.Indices)
            _arguments.Add(index.Name, ++argument);
        foreach (Pointer pointer in method.Pointers)
            _arguments.Add(pointer.Name, ++argument);

        FrameUse use = FrameUse.Of(method.Body);
        foreach (MemorySpace space in use.Spaces)
            _spaces.Add(space, Field(FrameFields.Of(space)));
        _rows = use.Reads(FrameField.Rows) ? Field(FrameFields.Rows) : null;
        _steps = use.Reads(FrameField.Steps) ? Field(FrameFields.Steps) : null;
        _partition = use.Reads(FrameField.Partition) ? Field(FrameFields.Part) : null;
        _partitions = use.Reads(FrameField.Partition) ? Field(FrameFields.Parts) : null;
    }

    /// <summary>Gets the destination of the IL.</summary>
    public ILGenerator Il { get; }

    /// <summary>Gets a temporary local for a span.</summary>
    public LocalBuilder Span => _span ??= Il.DeclareLocal(typeof(Span<float>));

    /// <summary>Opens a scope: names that are defined from here on are visible until it is closed.</summary>
    public void Open() => _scopes.Push([]);

    /// <summary>Closes the innermost scope.</summary>
    public void Close()
    {
        foreach (string name in _scopes.Pop())
        {
            _locals.Remove(name, out LocalBuilder? local);
            if (!_free.TryGetValue(local!.LocalType, out Stack<LocalBuilder>? free))
                _free[local.LocalType] = free = new();
            free.Push(local);
        }
    }

    /// <summary>Defines a variable and stores the top of the stack in it.</summary>
    public void Define(string name, Type type)
    {
        LocalBuilder local = _free.TryGetValue(type, out Stack<LocalBuilder>? free) && free.Count > 0 ? free.Pop() : Il.DeclareLocal(type);
        _locals.Add(name, local);
        _scopes.Peek().Add(name);
        Il.Emit(OpCodes.Stloc, local);
    }

    /// <summary>Pushes a variable.</summary>
    public void Get(string name)
    {
        if (_locals.TryGetValue(name, out LocalBuilder? local))
            Il.Emit(OpCodes.Ldloc, local);
        else
            Il.Emit(OpCodes.Ldarg, _arguments[name]);
    }

    /// <summary>Stores the top of the stack in a variable.</summary>
    public void Set(string name)
    {
        if (_locals.TryGetValue(name, out LocalBuilder? local))
            Il.Emit(OpCodes.Stloc, local);
        else
            Il.Emit(OpCodes.Starg, _arguments[name]);
    }

    /// <summary>Pushes the reference to the frame.</summary>
    public void Frame() => Il.Emit(OpCodes.Ldarg, _frame);

    /// <summary>Pushes the start of a memory.</summary>
    public void Start(MemorySpace space) => Il.Emit(OpCodes.Ldloc, _spaces[space]);

    /// <summary>Pushes the number of this partition of the call.</summary>
    public void Partition() => Il.Emit(OpCodes.Ldloc, _partition!);

    /// <summary>Pushes the number of partitions of the call.</summary>
    public void Partitions() => Il.Emit(OpCodes.Ldloc, _partitions!);

    /// <summary>Pushes a run-time number: the value of a local, or else the number of the call.</summary>
    public void Number(RuntimeNumber number, IndexVariable? local = null)
    {
        if (local is null)
            Il.Emit(OpCodes.Ldloc, (number == RuntimeNumber.Rows ? _rows : _steps)!);
        else
            Get(local.Name);
    }

    /// <summary>Pushes a native integer.</summary>
    public void Number(long number)
    {
        if (number is >= int.MinValue and <= int.MaxValue)
            Il.Emit(OpCodes.Ldc_I4, (int)number);
        else
            Il.Emit(OpCodes.Ldc_I8, number);
        Il.Emit(OpCodes.Conv_I);
    }

    /// <summary>Pushes a sum of multiples of run-time integers, as a native integer.</summary>
    public void Sum(Affine sum)
    {
        bool isFirst = true;
        foreach (AffineTerm term in sum.Terms)
        {
            if (term.Index is { } index)
                Get(index.Name);
            else
                Number(term.Runtime!.Value);
            if (term.Coefficient != 1)
            {
                Number(term.Coefficient);
                Il.Emit(OpCodes.Mul);
            }

            Add(ref isFirst);
        }

        if (sum.Constant != 0 || isFirst)
        {
            Number(sum.Constant);
            Add(ref isFirst);
        }
    }

    /// <summary>Moves the reference on the stack by a number of elements.</summary>
    public void Move(Affine elements, MemorySpace space)
    {
        if (elements.Terms.Count == 0)
        {
            Move(elements.Constant, space);
            return;
        }

        Sum(elements);
        if (FrameFields.Size(space) is var size and not 1)
        {
            Number(size);
            Il.Emit(OpCodes.Mul);
        }

        Il.Emit(OpCodes.Add);
    }

    /// <summary>Moves the reference on the stack by a constant number of elements.</summary>
    public void Move(long elements, MemorySpace space)
    {
        if (elements == 0)
            return;
        Number(elements * FrameFields.Size(space));
        Il.Emit(OpCodes.Add);
    }

    /// <summary>Pushes the reference to an element at an offset from a pointer.</summary>
    public void Element(Pointer pointer, long offset)
    {
        Get(pointer.Name);
        Move(offset, pointer.Space);
    }

    private void Add(ref bool isFirst)
    {
        if (!isFirst)
            Il.Emit(OpCodes.Add);
        isFirst = false;
    }

    // Counts are 32-bit integers in the frame and native integers in a kernel.
    private LocalBuilder Field(System.Reflection.FieldInfo field)
    {
        bool isCount = field.FieldType == typeof(int);
        LocalBuilder local = Il.DeclareLocal(isCount ? typeof(nint) : field.FieldType);
        Frame();
        Il.Emit(OpCodes.Ldfld, field);
        if (isCount)
            Il.Emit(OpCodes.Conv_I);
        Il.Emit(OpCodes.Stloc, local);
        return local;
    }
}
