using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Targets;
using RnnCompiler.Compiler.Tests.Kernels;
using RnnCompiler.Interpreter.Kernels;

namespace RnnCompiler.Interpreter.Tests.Kernels;

/// <summary>Each kind of statement and vector expression can be interpreted, and a kind that cannot is named.</summary>
public class MethodInterpreterTests
{
    private const int MemorySize = 4096;

    public static TheoryData<string> Targets { get; } = [.. Target.All.Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Each_kind_is_interpreted(string name)
    {
        Target target = Target.All.Single(t => t.Name == name);
        foreach (Statement statement in KernelExamples.All(target))
            Run(target, statement);
    }

    [Fact]
    public void A_kind_that_is_not_known_is_named()
    {
        Assert.Contains(nameof(UnknownStatement), Refusal(new UnknownStatement()), StringComparison.Ordinal);
        Assert.Contains(nameof(UnknownExpression), Refusal(new DefineVector(new("result"), new UnknownExpression())), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new DefineVector(new("result"), new Apply((VectorFunction)12345, [KernelExamples.Register]))), StringComparison.Ordinal);
        Assert.Contains("12345", Refusal(new Conditional((KernelCondition)12345, 0, [])), StringComparison.Ordinal);

        static string Refusal(Statement statement) => Assert.Throws<InvalidOperationException>(() => Run(Target.Lanes8, statement)).Message;
    }

    private static void Run(Target target, Statement statement)
    {
        KernelMemory memory = new() { Tokens = new int[MemorySize], Classes = new int[MemorySize] };
        memory.SetLengths([2, 2, 2, 2]);
        foreach (MemorySpace space in Enum.GetValues<MemorySpace>())
            memory[space] = new float[MemorySize];
        Dictionary<string, MethodInterpreter> methods = [];
        foreach (KernelMethod method in KernelExamples.Program(target, statement).Methods)
            methods[method.Name] = new MethodInterpreter(method, target.Lanes, methods);
        methods["Entry"].Run(memory);
    }
}
