using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Interpreter.Ir;

/// <summary>Instruction that moves the slot of one id to the first or the last step of stacked ids.</summary>
/// <param name="take">The operation.</param>
/// <param name="all">The stacked ids.</param>
/// <param name="one">The slot of the step.</param>
/// <param name="steps">The steps of the example.</param>
internal sealed class TakeIdInstruction(StepOperation take, IdSlot all, IdSlot one, ExampleSteps steps) : Instruction
{
    /// <inheritdoc/>
    public override void Run() => one.Offset = all.Offset + take.StepIn(steps.Of(take.Length));
}
