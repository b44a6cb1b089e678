using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using static RnnCompiler.Compiler.Tests.Building.Declare;

namespace RnnCompiler.Compiler.Tests.Building;

public class ModuleShapeTests
{
    public static TheoryData<string> Names => BuildingZoo.Names;

    /// <summary>Declaration; input, target and output of its functions; output and input of a step where there is one.</summary>
    public static IReadOnlyList<(ModelDeclaration Model, string Input, string Target, string Output, string? StepInput, string? StepOutput)> Cases { get; } =
    [
        (Model(Rnn(4)), "f[5,3]", "f[5,4]", "f[5,4]", "f[3]", "f[4]"),
        (Model(Rnn(4), LastStep(), Dense(2)), "f[5,3]", "f[2]", "f[2]", "f[3]", "f[2]"),
        (Model(Lstm(4, bi: true)), "f[5,3]", "f[5,8]", "f[5,8]", null, null),
        (Model(Lstm(4, bi: true, merge: Merge.Average), Max()), "f[5,3]", "f[4]", "f[4]", null, null),
        (Model(Embedding(9, 6), Gru(4), Dense(9)) with { Loss = Loss.CrossEntropy }, "i[5]", "i[5]", "f[5,9]", "i[]", "f[9]"),
        (Model(Embedding(9, 6), Gru(4), Mean(), Dense(3)) with { Loss = Loss.CrossEntropy }, "i[5]", "i[]", "f[3]", "i[]", "f[3]"),
    ];

    public static TheoryData<int> CaseIndices => [.. Enumerable.Range(0, Cases.Count)];

    [Theory]
    [MemberData(nameof(CaseIndices))]
    public void Functions_have_the_shapes_of_the_declaration(int index)
    {
        (ModelDeclaration model, string input, string target, string output, string? stepInput, string? stepOutput) = Cases[index];
        Module module = ModuleBuilder.Build(model);
        Assert.Equal(input, Parameter(module.Sequence, ParameterRole.Input));
        Assert.Equal(output, module.Sequence.Result("output").Type.ToString());
        Assert.Equal(input, Parameter(module.Loss, ParameterRole.Input));
        Assert.Equal(target, Parameter(module.Loss, ParameterRole.Target));
        Assert.Equal("f[]", module.Loss.Result("loss").Type.ToString());
        Assert.Equal(stepInput, module.Step is { } step ? Parameter(step, ParameterRole.Input) : null);
        Assert.Equal(stepOutput, module.Step?.Result("output").Type.ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Modules_are_well_formed(string name) => ModuleVerifier.Verify(ModuleBuilder.Build(BuildingZoo.Models[name]));

    [Theory]
    [InlineData("bare rnn", 1, 2)]
    [InlineData("lstm, last, head", 1, 1)]
    [InlineData("lstm, head, last", 1, 1)]
    [InlineData("gru, softmax each step", 2, 2)]
    [InlineData("bidirectional, last", 4, 3)]
    [InlineData("bidirectional, each step", 5, 5)]
    [InlineData("dense first", 5, 5)]
    [InlineData("dropout everywhere", 3, 2)]
    [InlineData("tokens", 2, 1)]
    [InlineData("dense then max", 3, 3)]
    [InlineData("dense then mean", 2, 2)]
    public void No_pass_over_time_is_made_without_need(string name, int sequenceScans, int lossScans)
    {
        Module module = ModuleBuilder.Build(BuildingZoo.Models[name]);
        Assert.Equal(sequenceScans, module.Sequence.Equations.Count(static e => e.Kind == OperationKind.Scan));
        Assert.Equal(lossScans, module.Loss.Equations.Count(static e => e.Kind == OperationKind.Scan));
    }

    private static string Parameter(Function function, ParameterRole role) => function.ParametersOf(role).Single().Type.ToString();
}
