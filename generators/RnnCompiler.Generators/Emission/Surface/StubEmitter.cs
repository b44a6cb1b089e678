using RnnCompiler.Generators.Sources;

namespace RnnCompiler.Generators.Emission.Surface;

/// <summary>Emits the stub of a faulty model: the members of <see cref="SurfaceEmitter"/> with bodies that throw.</summary>
internal static class StubEmitter
{
    private const string Span = "global::System.Span";
    private const string ReadOnly = "global::System.ReadOnlySpan";
    private const string Stream = "global::System.IO.Stream";
    private const string Options = "global::RnnCompiler.LoadOptions? options";

    private const string State = "public sealed class State : global::RnnCompiler.ModelState { private State() : base((global::RnnCompiler.ModelState)null!) => %THROW%; "
        + "public State Clone() => %THROW%; }";

    /// <summary>Returns the text of the file.</summary>
    public static string Write(ModelStub stub)
    {
        string self = GeneratedNames.Keyword(stub.Identity.Name);
        string message = CSharpLiteral.String($"The model {stub.Identity.FullName} has a fault, which a diagnostic of its declaration names.");
        string fault = $"throw new global::System.InvalidOperationException({message})";
        IEnumerable<(string Name, string Text)> own = stub.Network is { } network ? NetworkMembers(stub, new NetworkShape(network)) : PlainMembers(stub);
        List<(string Name, string Text)> members = [.. Members(stub, self).Concat(own).Where(m => !stub.Taken.Contains(m.Name))];
        List<string> interfaces = [];
        if (stub.Taken.Count == 0)
        {
            interfaces.Add($"global::RnnCompiler.IRecurrentModel<{self}>");
            members.Add(("", $"static string global::RnnCompiler.IRecurrentModel<{self}>.Declaration => %THROW%;"));
            if (stub.Network is null)
                AddInterfaces(stub, interfaces, members);
        }

        return PartialClass.Write(stub.Identity, ["// A diagnostic of the declaration names the fault; these members stand for those that are generated without it."], interfaces,
            writer =>
        {
            for (int i = 0; i < members.Count; i++)
            {
                if (i > 0)
                    writer.WriteLine();
                writer.WriteLine("/// <summary>Throws: the declaration of the model has a fault.</summary>");
                writer.WriteLine(members[i].Text.Replace("%THROW%", fault));
            }
        });
    }

    private static IEnumerable<(string Name, string Text)> Members(ModelStub stub, string self)
    {
        yield return Constant("SequenceLength", stub.SequenceLength);
        yield return Constant("ParameterCount", 1);
        yield return Constant("StateLength", 1);
        yield return ("States", "public static global::System.Collections.Generic.IReadOnlyList<global::RnnCompiler.ModelParameter> States => %THROW%;");
        yield return ("Parameters", "public static global::System.Collections.Generic.IReadOnlyList<global::RnnCompiler.ModelParameter> Parameters => %THROW%;");
        yield return ("Threads", "public int Threads { get => %THROW%; set => %THROW%; }");
        yield return ("Create", $"public static {self} Create(ulong seed) => %THROW%;");
        yield return ("Load", $"public static {self} Load(string path) => %THROW%;");
        yield return ("Load", $"public static {self} Load(string path, {Options}) => %THROW%;");
        yield return ("Load", $"public static {self} Load({Stream} stream, {Options} = null) => %THROW%;");
        yield return ("Load", $"public static {self} Load({ReadOnly}<byte> data, {Options} = null) => %THROW%;");
        yield return ("LoadParameters", $"public void LoadParameters(string path, {Options} = null) => %THROW%;");
        yield return ("LoadParameters", $"public void LoadParameters({Stream} stream, {Options} = null) => %THROW%;");
        yield return ("LoadParameters", $"public void LoadParameters({ReadOnly}<byte> data, {Options} = null) => %THROW%;");
        yield return ("CopyParametersFrom", $"public void CopyParametersFrom({self} other) => %THROW%;");
        yield return ("ReadParameter", $"public void ReadParameter(string name, {Span}<float> destination) => %THROW%;");
        yield return ("WriteParameter", $"public void WriteParameter(string name, {ReadOnly}<float> source) => %THROW%;");
        yield return ("Save", "public void Save(string path) => %THROW%;");
        yield return ("Save", $"public void Save({Stream} stream) => %THROW%;");
        yield return ("Reserve", "public void Reserve(int callers) => %THROW%;");
        yield return ("Prepare", "public static void Prepare() => %THROW%;");
        yield return ("Dispose", "public void Dispose() => %THROW%;");
        if (stub.HasTraining && !stub.Taken.Contains("Trainer"))
        {
            yield return ("CreateTrainer",
                "public Trainer CreateTrainer(global::RnnCompiler.Optimizer optimizer, int batchSize, global::RnnCompiler.TrainerOptions? options = null) => %THROW%;");
        }
    }

    /// <summary>Returns the members of a model with one input and one output.</summary>
    private static IEnumerable<(string Name, string Text)> PlainMembers(ModelStub stub)
    {
        yield return Constant("InputSize", stub.InputSize);
        yield return Constant("OutputSize", 1);
        yield return Constant("OutputSteps", 1);
        yield return ("Forward", $"public void Forward({ReadOnly}<{stub.Input}> input, {Span}<float> output) => %THROW%;");
        yield return ("Forward", $"public void Forward({ReadOnly}<{stub.Input}> input, {Span}<float> output, int batch) => %THROW%;");
        yield return ("Forward", $"public void Forward({ReadOnly}<{stub.Input}> input, {Span}<float> output, int batch, {ReadOnly}<int> lengths) => %THROW%;");
        yield return ("Forward", $"public void Forward({ReadOnly}<{stub.Input}> input, {Span}<float> output, int batch, {ReadOnly}<int> lengths, "
            + $"{ReadOnly}<float> initialStates, {Span}<float> finalStates) => %THROW%;");
        if (stub.HasStep && !stub.Taken.Contains("State"))
        {
            yield return ("CreateState", "public State CreateState() => %THROW%;");
            yield return ("Step", $"public void Step(State state, {ReadOnly}<{stub.Input}> input, {Span}<float> output) => %THROW%;");
            yield return ("Step", $"public void Step(State state, {ReadOnly}<{stub.Input}> input, {Span}<float> output, int steps) => %THROW%;");
            yield return ("State", State);
        }

        if (stub.HasStep)
        {
            yield return ("CreateStates", "public global::RnnCompiler.StateBatch CreateStates(int streams) => %THROW%;");
            yield return ("Step", $"public void Step(global::RnnCompiler.StateBatch states, {ReadOnly}<{stub.Input}> input, {Span}<float> output, "
                + $"{ReadOnly}<bool> active) => %THROW%;");
        }

        if (stub.CanGenerate)
        {
            yield return ("Generate",
                $"public int Generate({ReadOnly}<int> prompt, {Span}<int> tokens, global::RnnCompiler.GenerationOptions options) => %THROW%;");
        }

        if (stub.HasTraining)
        {
            yield return ("Trainer",
                $"public sealed class Trainer : global::RnnCompiler.Trainer<{stub.Input}, {stub.Target}> {{ private Trainer() : base(null!, null!, null!, 1, null) => %THROW%; }}");
        }
    }

    /// <summary>Returns the members of a network with several inputs or outputs.</summary>
    private static IEnumerable<(string Name, string Text)> NetworkMembers(ModelStub stub, NetworkShape network)
    {
        bool hasState = network.Surface.HasStep && !network.IsDecoder && !stub.Taken.Contains("State");
        foreach ((string name, string text) in NetworkSignatures.Methods(network).Where(m => hasState || m.Name is not ("CreateState" or "Step")))
            yield return (name, $"{text} => %THROW%;");
        if (hasState)
            yield return ("State", State);
        if (stub.HasTraining)
        {
            IEnumerable<string> methods = NetworkSignatures.TrainerMethods.Select(name => $"{NetworkSignatures.Training(network, name)} => %THROW%;");
            yield return ("Trainer", "public sealed class Trainer : global::RnnCompiler.CompilerServices.NetworkTrainer "
                + "{ private Trainer() : base(null!, null!, null!, 1, null) => "
                + $"%THROW%; {string.Join(" ", methods)} }}");
        }
    }

    private static void AddInterfaces(ModelStub stub, List<string> interfaces, List<(string Name, string Text)> members)
    {
        interfaces.Add($"global::RnnCompiler.ISequenceModel<{stub.Input}>");
        if (!stub.HasStep)
            return;
        string streaming = $"global::RnnCompiler.IStreamingModel<{stub.Input}>";
        interfaces.Add(streaming);
        members.Add(("", $"global::RnnCompiler.ModelState {streaming}.CreateState() => %THROW%;"));
        members.Add(("", $"void {streaming}.Step(global::RnnCompiler.ModelState state, {ReadOnly}<{stub.Input}> input, {Span}<float> output) => %THROW%;"));
    }

    private static (string Name, string Text) Constant(string name, int value) => (name, $"public const int {name} = {CSharpLiteral.Integer(value)};");
}
