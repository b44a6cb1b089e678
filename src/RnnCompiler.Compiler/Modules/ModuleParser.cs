using RnnCompiler.Compiler.Declarations;
using RnnCompiler.Compiler.Ir;

namespace RnnCompiler.Compiler.Modules;

/// <summary>Parser of what <see cref="ModulePrinter"/> prints.</summary>
public static class ModuleParser
{
    /// <summary>Reads a module. The text does not contain the declaration.</summary>
    /// <exception cref="IrFormatException">The text is not that of a module of this declaration's name.</exception>
    public static Module Parse(string text, ModelDeclaration declaration)
    {
        IrReader reader = new(text);
        reader.Word("module");
        Token name = reader.Current;
        if (reader.Name() != declaration.Name)
            throw name.Unexpected($"the name {IrSpelling.Name(declaration.Name)} of the declaration");
        reader.Mark('{');
        reader.LineEnd();

        List<ParameterTensor> parameters = Rows(reader, "parameter", ParseParameter);
        List<StateTensor> states = Rows(reader, "carries", static r =>
        {
            (string key, TensorType type) = Typed(r);
            r.Word("from");
            double initial = r.Real();
            return new StateTensor(key, type, initial) { Initial = r.TryWord("learned") ? r.Name() : null };
        });
        List<NoiseTensor> noises = Rows(reader, "draws", static r =>
        {
            (string key, TensorType type) = Typed(r);
            r.Word("rate");
            double rate = r.Real();
            r.Word("mean");
            return new NoiseTensor(key, type, rate, r.Real());
        });

        Function sequence = new FunctionParser(reader, null).Parse("sequence");
        Function? step = reader.IsWord("single") ? new FunctionParser(reader, null).Parse("single") : null;
        Function loss = new FunctionParser(reader, null).Parse("loss");
        Function? training = reader.IsWord("training") ? new FunctionParser(reader, null).Parse("training") : null;
        reader.Mark('}');
        reader.LineEnd();
        reader.End();
        return new Module(declaration, sequence, step, loss, training, parameters, states, noises);
    }

    private static List<T> Rows<T>(IrReader reader, string keyword, Func<IrReader, T> row)
    {
        List<T> rows = [];
        while (reader.IsWord(keyword))
        {
            reader.Take();
            rows.Add(row(reader));
            reader.LineEnd();
        }

        return rows;
    }

    private static ParameterTensor ParseParameter(IrReader reader)
    {
        string name = reader.Name();
        reader.Mark('[');
        List<int> shape = reader.IsMark(']') ? [] : IrParser.List(reader, static r => r.Integer(1));
        reader.Mark(']');
        Token distribution = reader.Take();
        if (!IrSpelling.TryInitialization(distribution.Text, out Initialization initialization))
            throw distribution.Unexpected("a way to start, such as 'uniform'");
        reader.Mark('[');
        double bound = reader.Real();
        reader.Mark(']');
        bool isFrozen = reader.TryWord("frozen");
        reader.Mark('=');
        return new ParameterTensor(name, shape, IrParser.List(reader, static r => r.Name()), initialization, bound) { IsFrozen = isFrozen };
    }

    private static (string Name, TensorType Type) Typed(IrReader reader)
    {
        string name = reader.Name();
        reader.Mark(':');
        return (name, reader.Type());
    }
}
