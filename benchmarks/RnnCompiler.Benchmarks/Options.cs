namespace RnnCompiler.Benchmarks;

/// <summary>Options of the command line.</summary>
/// <param name="Mode">The command.</param>
/// <param name="Only">Text that the names of the workloads to run contain; null for all.</param>
/// <param name="Output">Where results go; null if they are only printed.</param>
internal sealed record Options(Mode Mode, string? Only, string? Output)
{
    /// <summary>The usage text.</summary>
    public const string Help = """
        --short              all workloads in a few minutes; writes benchmarks/results/short.{json,md,png}
        --full               the same by BenchmarkDotNet, with statistics; writes benchmarks/results/full.{json,md,png}
        --only <text>        only workloads whose name contains the text; printed, not written unless --output is given
        --output <folder>    where results are written
        --build              what ten models add to the builds of a project; packs the repository, and takes some minutes
        --debug              kernels made at run time, in a project without optimisation, beside generated ones
        --lengths            rows of lengths from U(1, T), with all lengths full, and without lengths
        --networks           networks that methods declare: beside chains, without their additions, and a convolution beside the peak
        --threads            calls that may use 1, 2, 4 or 8 threads
        --streams            a step of 100,000 streams, all and half of them active, beside a batch of 32
        --weights            weights of 32, 16 and 8 bits, and integer products
        --list               the workloads, and which peers take part
        --readme [<file>]    writes the tables of a file of results (short.json) into README.md and benchmarks/README.md
        """;

    /// <summary>Parses the command line.</summary>
    /// <exception cref="ArgumentException">An option is unknown or lacks its value.</exception>
    public static Options Parse(string[] arguments)
    {
        Mode mode = Mode.Help;
        string? only = null;
        string? output = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--short":
                    mode = Mode.Short;
                    break;
                case "--full":
                    mode = Mode.Full;
                    break;
                case "--build":
                    mode = Mode.Build;
                    break;
                case "--debug":
                    mode = Mode.Debug;
                    break;
                case "--lengths":
                    mode = Mode.Lengths;
                    break;
                case "--networks":
                    mode = Mode.Networks;
                    break;
                case "--streams":
                    mode = Mode.Streams;
                    break;
                case "--threads":
                    mode = Mode.Threads;
                    break;
                case "--weights":
                    mode = Mode.Weights;
                    break;
                case "--list":
                    mode = Mode.List;
                    break;
                case "--readme":
                    mode = Mode.Readme;
                    output = i + 1 < arguments.Length ? arguments[++i] : null;
                    break;
                case "--only" when i + 1 < arguments.Length:
                    only = arguments[++i];
                    break;
                case "--output" when i + 1 < arguments.Length:
                    output = arguments[++i];
                    break;
                case "--help":
                    break;
                default:
                    throw new ArgumentException($"{arguments[i]} is unknown or lacks its value.\n{Help}", nameof(arguments));
            }
        }

        return new Options(mode, only, output);
    }

    /// <summary>Whether a workload of this name is to be run.</summary>
    public bool Wants(string name) => Only is null || name.Contains(Only, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Command of the program.</summary>
internal enum Mode
{
    /// <summary>Prints the usage text.</summary>
    Help,

    /// <summary>All workloads in a few minutes.</summary>
    Short,

    /// <summary>All workloads by BenchmarkDotNet, with statistics.</summary>
    Full,

    /// <summary>Time that models add to builds.</summary>
    Build,

    /// <summary>Kernels made at run time.</summary>
    Debug,

    /// <summary>Rows of different lengths.</summary>
    Lengths,

    /// <summary>Networks that methods declare.</summary>
    Networks,

    /// <summary>Many streams.</summary>
    Streams,

    /// <summary>Numbers of threads.</summary>
    Threads,

    /// <summary>Formats of weights.</summary>
    Weights,

    /// <summary>Names of workloads.</summary>
    List,

    /// <summary>Rewrites the tables of the READMEs.</summary>
    Readme,
}
