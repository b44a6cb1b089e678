using System.Collections;
using System.Reflection;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Kernels;
using RnnCompiler.Compiler.Sharing;
using RnnCompiler.Compiler.Targets;
using Pointer = RnnCompiler.Compiler.Kernels.Pointer;

namespace RnnCompiler.Compiler.Tests.Kernels;

/// <summary>Everything in this project that handles statements and vector expressions handles each kind, and names a kind that it does not know.</summary>
public class ExhaustivenessTests
{
    private static readonly Statement s_unknownValue = new DefineVector(new("result"), new UnknownExpression());

    public static TheoryData<string> Targets { get; } = [.. Target.All.Select(static t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Each_kind_is_verified_and_printed(string name)
    {
        Target target = Target.All.Single(t => t.Name == name);
        string empty = KernelPrinter.Print(KernelExamples.Program(target, new Comment([])));
        foreach (Statement statement in KernelExamples.All(target))
        {
            KernelProgram program = KernelExamples.Program(target, statement);
            KernelVerifier.Verify(program);
            Assert.NotEqual(empty, KernelPrinter.Print(program));
        }
    }

    [Fact]
    public void Each_kind_has_a_structural_key_and_a_size()
    {
        foreach (Statement statement in KernelExamples.All(Target.Lanes8))
        {
            Assert.Equal(StatementForm.Of(statement), StatementForm.Of(statement));
            Assert.Equal(MethodSize.Of([statement]), StatementForm.Of(statement).Size);
            Assert.InRange(MethodSize.Locals([statement]), 0, 40);
            BlockShape? shape = BlockShape.InPlace([statement]);
            Assert.Equal(statement is TransposePanel, shape is null);
            Assert.Equal(shape?.Key, BlockShape.InPlace([statement])?.Key);
        }
    }

    [Fact]
    public void Examples_that_differ_have_different_structural_keys()
    {
        IReadOnlyList<Statement> examples = [.. KernelExamples.All(Target.Lanes8).Where(static s => s is not TransposePanel)];
        IReadOnlyList<BlockKey> keys = [.. examples.Select(static s => BlockShape.InPlace([s])!.Key)];

        // A comment is no part of a key. That of a vector that is defined under one of two names is the same.
        Assert.Equal(examples.Count - 1, keys.Distinct().Count());
    }

    [Fact]
    public void A_kind_that_is_not_known_is_named()
    {
        foreach ((Statement unknown, string type) in new[] { (new UnknownStatement(), nameof(UnknownStatement)), (s_unknownValue, nameof(UnknownExpression)) })
        {
            KernelProgram program = KernelExamples.Program(Target.Lanes8, unknown);
            Assert.Contains(type, Assert.Throws<InvalidOperationException>(() => KernelPrinter.Print(program)).Message, StringComparison.Ordinal);
            Assert.Contains(type, Assert.Throws<KernelVerificationException>(() => KernelVerifier.Verify(program)).Message, StringComparison.Ordinal);
            Assert.Contains(type, Assert.Throws<InvalidOperationException>(() => StatementForm.Of(unknown)).Message, StringComparison.Ordinal);
            Assert.Contains(type, Assert.Throws<InvalidOperationException>(() => BlockShape.Of([unknown])).Message, StringComparison.Ordinal);
            Assert.Contains(type, Assert.Throws<InvalidOperationException>(() => MethodSize.Locals([unknown])).Message, StringComparison.Ordinal);
        }

        Assert.Contains(nameof(UnknownStatement), Assert.Throws<InvalidOperationException>(() => MethodSize.Of([new UnknownStatement()])).Message, StringComparison.Ordinal);
        Assert.Contains(nameof(UnknownStatement),
            Assert.Throws<InvalidOperationException>(() => LoopRerolling.Reroll(KernelExamples.Program(Target.Lanes8, new UnknownStatement()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_vector_function_has_traits()
    {
        foreach (VectorFunction function in Enum.GetValues<VectorFunction>())
        {
            VectorFunctionTraits traits = VectorFunctionTraits.Of(function);
            bool isCall = function != VectorFunction.Sqrt && traits.Operation is { } operation && OperationTraits.Of(operation).IsTranscendental; // a root is an instruction
            Assert.InRange(traits.Arity, 1, 3);
            int calls = function switch { VectorFunction.MultiplyAddBytes => 2, VectorFunction.IntegerToFloat => 1, _ => isCall ? 1 : 0 };
            Assert.Equal((calls, isCall ? 10 : 0), (traits.InlinedCalls, traits.Cost));
        }

        Assert.Contains("12345", Assert.Throws<InvalidOperationException>(() => VectorFunctionTraits.Of((VectorFunction)12345)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_statement_visits_each_name_and_memory_in_its_properties()
    {
        foreach (Statement statement in KernelExamples.All(Target.Lanes8))
        {
            Recorder visited = new();
            statement.VisitOperands(visited);
            HashSet<string> expected = [];
            Operands(statement, expected);

            // Of a pointer that is based on another, or whose memory is not read from the frame, the memory counts no more.
            expected.RemoveWhere(o => o.StartsWith("memory ", StringComparison.Ordinal) && !visited.Found.Contains(o)
                && statement is not (DefineId or FillZero or TransposePanel or DefinePointer { Base: null }));
            if (statement is TransposePanel)
                expected.UnionWith(["memory Parameters", "memory Panels"]);
            if (statement is DefineStateParity)
                expected.UnionWith(["memory StateIn", "memory StateOut"]);
            Assert.True(expected.SetEquals(visited.Found),
                $"{statement} has {string.Join(", ", expected.Order(StringComparer.Ordinal))}, but visits {string.Join(", ", visited.Found.Order(StringComparer.Ordinal))}");
        }
    }

    [Fact]
    public void Values_and_children_are_all_vector_expressions_in_the_properties()
    {
        foreach (Statement statement in KernelExamples.Statements(Target.Lanes8))
            Assert.Equal(Properties<VectorExpression>(statement).Where(v => !IsDefinition(statement, v)), statement.Values);
        foreach (VectorExpression expression in KernelExamples.Expressions(Target.Lanes8))
            Assert.Equal(Properties<VectorExpression>(expression), expression.Children);
    }

    [Fact]
    public void A_statement_with_nested_statements_is_a_compound_one()
    {
        foreach (Type type in typeof(Statement).Assembly.GetTypes().Where(static t => t.IsSubclassOf(typeof(Statement)) && t is { IsAbstract: false, IsPublic: true }))
        {
            IReadOnlyList<string> nested = [.. type.GetProperties().Where(static p => typeof(IEnumerable<Statement>).IsAssignableFrom(p.PropertyType)).Select(static p => p.Name)];
            string[] expected = type.IsSubclassOf(typeof(CompoundStatement)) ? [nameof(CompoundStatement.Body)] : [];
            Assert.Equal(expected, nested);
        }
    }

    private static bool IsDefinition(Statement statement, VectorExpression value) => statement switch
    {
        DefineVector define => ReferenceEquals(value, define.Register),
        AssignVector assign => ReferenceEquals(value, assign.Register),
        _ => false,
    };

    /// <summary>The values of a type among the properties that a kind declares, lists included; those of the base are what is tested.</summary>
    private static IEnumerable<T> Properties<T>(object holder) => holder.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static p => p.Name is not (nameof(Statement.Values) or nameof(VectorExpression.Children)) && p.GetIndexParameters().Length == 0)
        .Select(p => p.GetValue(holder))
        .SelectMany(static v => v is IEnumerable list and not string ? list.Cast<object?>() : [v])
        .OfType<T>();

    private static void Operands(object holder, HashSet<string> found)
    {
        foreach (object value in Properties<object>(holder))
        {
            switch (value)
            {
                case IndexVariable index:
                    found.Add(index.Name);
                    break;
                case Pointer pointer:
                    found.Add(pointer.Name);
                    found.Add($"memory {pointer.Space}");
                    break;
                case VectorRegister register:
                    found.Add(register.Name);
                    break;
                case MemorySpace space:
                    found.Add($"memory {space}");
                    break;
                case RuntimeNumber number:
                    found.Add(number.ToString());
                    break;
                case KernelCondition condition:
                    found.Add(FrameFields.Of(condition).ToString());
                    break;
                case true when holder is Loop { Partitioned: true }:
                    found.Add(nameof(FrameField.Partition));
                    break;
                case VectorExpression or Affine or AffineTerm or Bound or Parity:
                    Operands(value, found);
                    break;
            }
        }
    }

    private sealed class Recorder : IOperandVisitor
    {
        public HashSet<string> Found { get; } = [];

        public void Visit(IndexVariable index, Access access) => Found.Add(index.Name);

        public void Visit(Pointer pointer, Access access) => Found.Add(pointer.Name);

        public void Visit(VectorRegister register, Access access) => Found.Add(register.Name);

        public void Visit(MemorySpace space) => Found.Add($"memory {space}");

        public void Visit(FrameField field) => Found.Add(field.ToString());
    }
}
