using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Loops.Building;

/// <summary>
/// Shift register: a carry that holds the last values of a sequence, the oldest first. Its next value is the carry without its oldest elements, followed by new ones. The
/// carries of all steps are overlapping windows of the sequence.
/// </summary>
/// <param name="Carry">The carry before the step.</param>
/// <param name="Next">The carry after the step.</param>
/// <param name="New">The value that enters at the step.</param>
internal sealed record ShiftRegister(Value Carry, Value Next, Value New)
{
    /// <summary>Elements of the carry.</summary>
    public int Length => Carry.Type.Rows;

    /// <summary>Elements that enter at each step, and leave.</summary>
    public int Shift => New.Type.Rows;

    /// <summary>Recognises a carry of a scan; returns null if it is not a shift register.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="index">The index of the carry.</param>
    public static ShiftRegister? Of(ScanOperation scan, int index)
    {
        Value carry = scan.Body.Parameters[index].Value;
        Value next = scan.Body.Results[index].Value;
        if (!carry.Type.IsVector || carry == next)
            return null;
        Equation? definition = DefinitionOf(scan.Body, next);
        if (definition?.Kind != OperationKind.Concat)
            return new ShiftRegister(carry, next, next);
        if (definition.Operands.Count != 2)
            return null;
        ShiftRegister register = new(carry, next, definition.Operands[1]);
        Equation? kept = DefinitionOf(scan.Body, definition.Operands[0]);
        bool isPart = kept?.Operation is SliceOperation slice && kept.Operands[0] == carry && slice.Start == register.Shift && slice.Length == register.Length - register.Shift;
        return isPart ? register : null;
    }

    /// <summary>
    /// Returns where a value is in the carry followed by the new elements: the first element and the length of each part; null if the value is not composed of these.
    /// </summary>
    /// <param name="value">A value of the body.</param>
    /// <param name="body">The body of the scan.</param>
    public IReadOnlyList<(int First, int Length)>? PartsOf(Value value, Function body)
    {
        if (value == Carry)
            return [(0, Length)];
        if (value == New)
            return [(Length, Shift)];
        Equation? definition = DefinitionOf(body, value);
        if (definition?.Operation is SliceOperation slice && definition.Operands[0] == Carry)
            return [(slice.Start, slice.Length)];
        if (definition?.Kind != OperationKind.Concat)
            return null;
        IReadOnlyList<IReadOnlyList<(int, int)>?> parts = [.. definition.Operands.Select(o => PartsOf(o, body))];
        return parts.Any(static p => p is null) ? null : [.. parts.SelectMany(static p => p!)];
    }

    private static Equation? DefinitionOf(Function body, Value value) => body.Equations.FirstOrDefault(e => e.Results.Contains(value));
}
