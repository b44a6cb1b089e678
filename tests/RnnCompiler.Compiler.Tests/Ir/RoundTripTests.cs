using RnnCompiler.Compiler.Building;
using RnnCompiler.Compiler.Ir;
using RnnCompiler.Compiler.Modules;
using RnnCompiler.Compiler.Tests.Building;

namespace RnnCompiler.Compiler.Tests.Ir;

public sealed class RoundTripTests
{
    [Fact]
    public void Random_functions_print_the_same_after_parsing()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Function function = RandomFunctions.Create(seed);
            IrVerifier.Verify(function);
            string text = IrPrinter.Print(function);
            Function parsed = IrParser.ParseFunction(text);
            IrVerifier.Verify(parsed);
            Assert.Equal(text, IrPrinter.Print(parsed));
        }
    }

    [Theory]
    [MemberData(nameof(BuildingZoo.Names), MemberType = typeof(BuildingZoo))]
    public void Modules_print_the_same_after_parsing(string name)
    {
        foreach (Module module in new[] { ModuleBuilder.Build(BuildingZoo.Models[name]), CompilerPipeline.Compile(BuildingZoo.Models[name]) })
        {
            string text = ModulePrinter.Print(module);
            Module parsed = ModuleParser.Parse(text, module.Declaration);
            ModuleVerifier.Verify(parsed);
            Assert.Equal(text, ModulePrinter.Print(parsed));
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(1e-5)]
    [InlineData(84.24429398)]
    public void Constants_keep_every_bit(double number)
    {
        FunctionBuilder builder = new("f");
        builder.Result("r", builder.Constant(number, TensorType.Scalar));
        Function parsed = IrParser.ParseFunction(IrPrinter.Print(builder.Build()));
        double read = ((ConstantOperation)parsed.Equations[0].Operation).Number;
        Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("class")]
    [InlineData("1st")]
    [InlineData("a b")]
    [InlineData("Größe \"\\ \n\u2028")]
    [InlineData("head.W_i")]
    public void Names_of_any_kind_come_back(string name)
    {
        FunctionBuilder builder = new(name);
        builder.Result(name, builder.Parameter(name, TensorType.Scalar, ParameterRole.Input));
        Function parsed = IrParser.ParseFunction(IrPrinter.Print(builder.Build()));
        Assert.Equal((name, name, name), (parsed.Name, parsed.Parameters[0].Value.Name, parsed.Results[0].Name));
    }

    [Fact]
    public void A_scan_reads_as_a_block_that_says_what_is_bound_to_what()
    {
        const string Text = """
            function f {
              input %0.x: f[5,3]
              weight %1.W: f[4,3]
              %2.h0: f[4] = constant[0]
              %3.h: f[4], %4.y: f[5,4], %5.total: f[4] = scan[reverse, 5] cell {
                carry %0.h: f[4] = %2.h0
                step %1.x: f[3] = %0.x
                invariant %2.W: f[4,3] = %1.W
                %3: f[4] = matvec %2.W, %1.x
                %4: f[4] = add %3, %0.h
                next h = %4
                output y = %4
                total t = %3
              }
              %6: f[2] = slice[1, 2] %5.total
              return y = %4.y
              return part = %6
            }

            """;
        Function function = IrParser.ParseFunction(Text);
        IrVerifier.Verify(function);
        Assert.Equal(Text, IrPrinter.Print(function));
    }

    [Fact]
    public void Every_operation_and_role_has_a_spelling_of_its_own()
    {
        foreach (OperationKind kind in Enum.GetValues<OperationKind>())
        {
            Assert.True(IrSpelling.TryKind(IrSpelling.Word(kind), out OperationKind read));
            Assert.Equal(kind, read);
        }

        foreach (ParameterRole role in Enum.GetValues<ParameterRole>())
        {
            Assert.True(IrSpelling.TryRole(IrSpelling.Word(role), out ParameterRole read));
            Assert.Equal(role, read);
        }
    }
}
