namespace RnnCompiler.ModelZoo.Names.First
{
    /// <summary>A class of a name that stands in two namespaces.</summary>
    [RnnModel(InputSize = 2, SequenceLength = 3)]
    [Rnn(3)]
    [LastStep]
    public sealed partial class Twin;
}

namespace RnnCompiler.ModelZoo.Names.Second
{
    /// <summary>A class of a name that stands in two namespaces.</summary>
    [RnnModel(InputSize = 3, SequenceLength = 4)]
    [Gru(2)]
    [Dense(1)]
    public sealed partial class Twin;
}

namespace RnnCompiler.ModelZoo.Names
{
    /// <summary>A class that holds a model.</summary>
    public static partial class Outer
    {
        /// <summary>A nested model.</summary>
        [RnnModel(InputSize = 2, SequenceLength = 3)]
        [Lstm(4)]
        [LastStep]
        [Dense(1)]
        public sealed partial class Inner;
    }

    /// <summary>A class whose name is a keyword.</summary>
    [RnnModel(InputSize = 2, SequenceLength = 3)]
    [Lstm(3, Name = "gate")]
    [Dense(2, Name = "out")]
    public sealed partial class @class;
}

/// <summary>A class outside of every namespace.</summary>
[RnnCompiler.RnnModel(InputSize = 2, SequenceLength = 3)]
[RnnCompiler.Gru(3)]
[RnnCompiler.LastStep]
public sealed partial class GlobalModel;
