using CsCheck;
using RnnCompiler.Compiler.Cells;
using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Tests.Building;
using RnnCompiler.Compiler.Tests.Cells;
using RnnCompiler.Compiler.Tests.Declarations;

namespace RnnCompiler.Interpreter.Tests;

/// <summary>Tests of weight files of interpreted models, and of the runtime's parser of declarations that the compiler wrote.</summary>
public sealed class WeightFileTests
{
    [Fact]
    public void The_runtime_reads_the_layers_and_names_that_the_compiler_means() => RandomDeclarations.Any.Sample(
        static declaration =>
        {
            if (declaration.Layers.Any(static layer => layer.Name == ""))
                return;
            DeclaredNetwork? network = DeclaredNetwork.Parse(DeclarationText.Write(declaration));
            Assert.NotNull(network);
            Assert.Equal(declaration.Name, network.Name);
            IReadOnlyList<string> names = LayerNames.Resolve(declaration.Layers);
            Assert.Equal(names.Where((_, i) => declaration.Layers[i] is not DropoutDeclaration), network.Layers.Select(static layer => layer.Name));
        },
        iter: 2_000);

    [Fact]
    public void Each_model_is_the_same_network_under_another_name_length_and_loss_and_no_other_network()
    {
        foreach ((string name, ModelDeclaration model) in BuildingZoo.Models)
        {
            ModelDeclaration other = model with { Name = "Other", SequenceLength = 77, Loss = Loss.Huber, HuberDelta = 2, Weights = WeightFormat.Int8, UnrollFactor = 3 };
            Assert.True(IsSame(model, other), name);
            foreach ((string second, ModelDeclaration different) in BuildingZoo.Models)
                Assert.True(IsSame(model, different) == IsSameFunction(model, different), $"{name} and {second}");
        }
    }

    [Fact]
    public void Cells_are_the_same_network_if_their_equations_are()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            CellProgram cell = new RandomCells(seed).Next("Cell");
            CellProgram renamed = cell with { Equations = new(cell.Equations.Select(static e => e with { Name = "other" })) };
            Assert.Empty(Compare(Model(cell), Model(renamed)));
            Assert.NotEmpty(Compare(Model(cell), Model(new RandomCells(seed + 1).Next("Cell"))));

            // Replaces an operation whose result is read.
            int last = cell.Equations.Count - 1;
            if (cell.Results.Any(r => r.Next == cell.Parameters.Count + last) && CellProgram.ElementwiseOperands(cell.Equations[last].Kind) == 1)
            {
                bool isTanh = cell.Equations[last].Kind == Compiler.Ir.OperationKind.Tanh;
                CellEquation changed = cell.Equations[last] with { Kind = isTanh ? Compiler.Ir.OperationKind.Abs : Compiler.Ir.OperationKind.Tanh };
                Assert.Contains("equations of the cell Cell", Assert.Single(Compare(Model(cell), Model(cell with { Equations = new([.. cell.Equations.Take(last), changed]) }))),
                    StringComparison.Ordinal);
            }
        }

        static ModelDeclaration Model(CellProgram cell) => Declare.Model(RandomCells.Layer(cell, 4, named: 2, 1, false));
    }

    [Fact]
    public void Double_parameters_are_saved_and_loaded_to_the_bit()
    {
        InterpretedModel<double> first = Declarations.Double(Declarations.Lstm, seed: 1);
        first.WriteParameter("dense.bias", [Math.PI, -1e-300]);
        using MemoryStream stream = new();
        first.Save(stream);
        InterpretedModel<double> second = Declarations.Double(Declarations.Lstm, seed: 2);
        second.LoadParameters(stream.ToArray());
        Assert.Equal(Values(first), Values(second));
        InterpretedModel<float> single = Declarations.Single(Declarations.Lstm, seed: 2);
        stream.Position = 0;
        single.LoadParameters(stream);
        Assert.Equal(Values(first).Select(static v => (float)v), Values(single));
    }

    [Fact]
    public void A_file_that_does_not_fit_leaves_the_model_as_it_was_and_the_next_call_sees_what_was_loaded()
    {
        string path = Path.GetTempFileName();
        InterpretedModel<float> model = Declarations.Single(Declarations.Lstm, seed: 1);
        float[] before = Values(model);
        float[] output = new Example<float>(model, 1).Forward(0, 1);
        Declarations.Single(Declarations.Tokens).Save(path);
        Assert.Throws<WeightFileException>(() => model.LoadParameters(path));
        Assert.Equal(before, Values(model));
        Declarations.Single(Declarations.Lstm, seed: 2).Save(path);
        model.LoadParameters(path);
        Assert.Equal(Values(Declarations.Single(Declarations.Lstm, seed: 2)), Values(model));
        Assert.NotEqual(output, new Example<float>(model, 1).Forward(0, 1));
        File.Delete(path);
    }

    [Fact]
    public void Parameters_are_copied_between_models_of_one_declaration()
    {
        InterpretedModel<float> first = Declarations.Single(Declarations.Lstm, seed: 1);
        InterpretedModel<float> second = Declarations.Single(Declarations.Lstm, seed: 2);
        second.CopyParametersFrom(first);
        Assert.Equal(Values(first), Values(second));
        Assert.Throws<ArgumentException>("other", () => second.CopyParametersFrom(Declarations.Single(Declarations.Dropout)));
        Assert.Throws<ArgumentNullException>("other", () => second.CopyParametersFrom(null!));
    }

    private static bool IsSame(ModelDeclaration a, ModelDeclaration b) => !Compare(a, b).Any();

    // The compared properties, specified independently over declarations.
    private static bool IsSameFunction(ModelDeclaration a, ModelDeclaration b) => Reduce(a) == Reduce(b);

    private static ModelDeclaration Reduce(ModelDeclaration model)
    {
        IReadOnlyList<string> names = LayerNames.Resolve(model.Layers);
        IEnumerable<LayerDeclaration> layers = model.Layers.Select((layer, i) => layer switch
        {
            TimeReductionDeclaration => layer with { Name = null },
            RecurrentDeclaration recurrent => recurrent with { Name = names[i], RecurrentDropout = 0 },
            _ => layer with { Name = names[i] },
        });
        return new ModelDeclaration("", model.InputSize, 1, Loss.MeanSquaredError, 1, new(layers.Where(static layer => layer is not DropoutDeclaration)));
    }

    private static IEnumerable<string> Compare(ModelDeclaration model, ModelDeclaration file)
    {
        SafetensorsHeader header = SafetensorsHeader.Parse("file", "{}"u8, 0);
        header.Metadata[ModelWeights.DeclarationKey] = DeclarationText.Write(file);
        return NetworkComparison.Compare(header, DeclarationText.Write(model), new WeightNames(new LoadOptions()), ignoreOthers: false)
            .Select(static problem => problem.ToString());
    }

    private static T[] Values<T>(InterpretedModel<T> model)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        List<T> values = [];
        foreach (ModelParameter parameter in model.Parameters)
        {
            T[] part = new T[parameter.Length];
            model.ReadParameter(parameter.Name, part);
            values.AddRange(part);
        }

        return [.. values];
    }
}
