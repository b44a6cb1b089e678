using System.Numerics;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Ir;

/// <summary>Table of the slots of the values of a function.</summary>
/// <param name="steps">The steps of the example.</param>
internal sealed class SlotTable<T>(ExampleSteps steps)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Dictionary<Value, Slot<T>> _slots = [];
    private readonly Dictionary<Value, IdSlot> _ids = [];

    /// <summary>Gets the steps of the example.</summary>
    public ExampleSteps Steps => steps;

    /// <summary>Gets the slot of a float value.</summary>
    public Slot<T> this[Value value] => _slots[value];

    /// <summary>Gets the slot of an integer value.</summary>
    public IdSlot Ids(Value value) => _ids[value];

    public void Set(Value value, Slot<T> slot) => _slots[value] = slot;

    public void Set(Value value, IdSlot slot) => _ids[value] = slot;

    /// <summary>Allocates a slot for a value.</summary>
    public void Allocate(Value value)
    {
        int length = checked((int)value.Type.ElementCount);
        if (value.Type.Element == ElementType.Integer)
            _ids[value] = new IdSlot(new int[length], 0, length);
        else
            _slots[value] = Slot<T>.Allocate(value.Type.Rows, value.Type.Columns);
    }

    /// <summary>Allocates a slot for a weight matrix.</summary>
    public WeightSlot<T> AllocateWeight(Value value)
    {
        WeightSlot<T> slot = WeightSlot<T>.Of(value.Type.Rows, value.Type.Columns);
        _slots[value] = slot;
        return slot;
    }
}

/// <summary>Compilation of equations to instructions.</summary>
internal static class InstructionList
{
    /// <summary>
    /// Allocates the slots of the results and creates the instructions. Constants are evaluated once and have no instruction; the slot of a step of stacked ids
    /// refers to the stacked ids.
    /// </summary>
    public static Instruction[] Of<T>(IEnumerable<Equation> equations, SlotTable<T> slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<Instruction> instructions = [];
        foreach (Equation equation in equations)
        {
            if (equation is { Operation: StepOperation take, Result.Type.Element: ElementType.Integer })
            {
                IdSlot all = slots.Ids(equation.Operands[0]);
                IdSlot one = new(all.Data, all.Offset, 1);
                slots.Set(equation.Result, one);
                instructions.Add(new TakeIdInstruction(take, all, one, slots.Steps));
                continue;
            }

            foreach (Value result in equation.Results)
                slots.Allocate(result);
            Instruction instruction = equation.Operation is ScanOperation ? new ScanInstruction<T>(equation, slots) : Operation(equation, slots);
            if (equation.Kind == OperationKind.Constant)
                instruction.Run();
            else
                instructions.Add(instruction);
        }

        return [.. instructions];
    }

    private static OperationInstruction<T> Operation<T>(Equation equation, SlotTable<T> slots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Value? id = equation.Operands.FirstOrDefault(static o => o.Type.Element == ElementType.Integer);
        Slot<T>?[] operands = [.. equation.Operands.Select(o => o.Type.Element == ElementType.Integer ? null : slots[o])];
        return new OperationInstruction<T>(equation.Operation, slots[equation.Result], operands, id is null ? null : slots.Ids(id), slots.Steps);
    }
}
