using System.Reflection.Emit;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Emit.Il;
using Label = System.Reflection.Emit.Label;

namespace RnnCompiler.Emit.Kernels;

/// <summary>Emits loops. The test follows the body, as in code of the C# compiler, since the JIT compiler recognises this form.</summary>
internal static class LoopEmitter
{
    /// <summary>Emits a loop.</summary>
    /// <param name="writer">The method.</param>
    /// <param name="loop">The loop.</param>
    /// <param name="body">Emits its body.</param>
    public static void Emit(MethodWriter writer, Loop loop, Action<IReadOnlyList<Statement>> body)
    {
        ILGenerator il = writer.Il;
        Label start = il.DefineLabel();
        Label test = il.DefineLabel();
        Label end = il.DefineLabel();
        writer.Open();
        First(writer, loop);
        writer.Define(loop.Index.Name, typeof(nint));
        il.Emit(OpCodes.Br, test);
        il.MarkLabel(start);
        body(loop.Body);
        writer.Get(loop.Index.Name);
        Step(writer, loop);
        il.Emit(OpCodes.Add);
        writer.Set(loop.Index.Name);
        il.MarkLabel(test);
        Test(writer, loop, start, end);
        il.MarkLabel(end);
        writer.Close();
    }

    /// <summary>Pushes a bound.</summary>
    public static void Bound(MethodWriter writer, Bound bound)
    {
        ILGenerator il = writer.Il;
        if (bound.Start is { } start)
        {
            writer.Get(start.Name);
            if (bound.Number != 0)
            {
                writer.Number(bound.Number);
                il.Emit(OpCodes.Add);
            }

            if (bound.Runtime is { } most)
            {
                writer.Number(most, bound.Local);
                il.Emit(OpCodes.Call, RuntimeMethods.Min);
            }
        }
        else if (bound.Runtime is { } number)
        {
            writer.Number(number, bound.Local);
            if (bound.Multiple != 1)
            {
                writer.Number(bound.Multiple);
                il.Emit(OpCodes.Div);
                writer.Number(bound.Multiple);
                il.Emit(OpCodes.Mul);
            }
        }
        else
        {
            writer.Number(bound.Number);
        }
    }

    private static void First(MethodWriter writer, Loop loop)
    {
        if (loop.Alternation is { } odd)
        {
            Choose(writer, odd, () => Bound(writer, loop.Lower), () => writer.Number(loop.Upper.Number - loop.Step));
        }
        else if (loop.Descending)
        {
            Bound(writer, loop.Upper);
            writer.Number(loop.Step);
            writer.Il.Emit(OpCodes.Sub);
        }
        else
        {
            Bound(writer, loop.Lower);
            if (loop.Partitioned)
            {
                writer.Partition();
                writer.Number(loop.Step);
                writer.Il.Emit(OpCodes.Mul);
                writer.Il.Emit(OpCodes.Add);
            }
        }
    }

    private static void Step(MethodWriter writer, Loop loop)
    {
        if (loop.Alternation is { } odd)
        {
            Choose(writer, odd, () => writer.Number(loop.Step), () => writer.Number(-loop.Step));
        }
        else if (loop.Partitioned)
        {
            writer.Partitions();
            writer.Number(loop.Step);
            writer.Il.Emit(OpCodes.Mul);
        }
        else
        {
            writer.Number(loop.Descending ? -loop.Step : loop.Step);
        }
    }

    private static void Test(MethodWriter writer, Loop loop, Label start, Label end)
    {
        writer.Get(loop.Index.Name);
        if (loop.Descending || loop.Alternation is not null)
        {
            Bound(writer, loop.Lower);
            if (loop.Descending)
            {
                writer.Il.Emit(OpCodes.Bge, start);
                return;
            }

            writer.Il.Emit(OpCodes.Blt, end);
            writer.Get(loop.Index.Name);
        }

        Bound(writer, loop.Upper);
        writer.Il.Emit(OpCodes.Blt, start);
    }

    private static void Choose(MethodWriter writer, Parity parity, Action even, Action odd)
    {
        ILGenerator il = writer.Il;
        Label isOdd = il.DefineLabel();
        Label done = il.DefineLabel();
        writer.Get(parity.Index.Name);
        if (parity.Shift != 0)
        {
            writer.Number(parity.Shift);
            il.Emit(OpCodes.Add);
        }

        writer.Number(1);
        il.Emit(OpCodes.And);
        il.Emit(OpCodes.Brtrue, isOdd);
        even();
        il.Emit(OpCodes.Br, done);
        il.MarkLabel(isOdd);
        odd();
        il.MarkLabel(done);
    }
}
