using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Samples;

/// <summary>Options that samples have in common, and one line that says what is wrong with arguments.</summary>
internal static class CommandArguments
{
    /// <summary>Creates an option that is a path.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="helpName">The name of its value in help.</param>
    /// <param name="description">Its description in help.</param>
    /// <param name="omitted">The value if the option is omitted.</param>
    public static Option<string> Path(string name, string helpName, string description, string omitted)
    {
        Option<string> path = new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => omitted };
        RefuseBlanks(path);
        return path;
    }

    /// <summary>Creates an option that is a path, null if it is omitted.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="helpName">The name of its value in help.</param>
    /// <param name="description">Its description in help.</param>
    public static Option<string?> Path(string name, string helpName, string description)
    {
        Option<string?> path = new(name) { Description = description, HelpName = helpName };
        RefuseBlanks(path);
        return path;
    }

    /// <summary>Creates the option for the seed, 1 if it is omitted.</summary>
    public static Option<ulong> Seed(string description) => new("--seed")
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = static _ => 1,
        CustomParser = static result => Number(result, "--seed", 0, ulong.MaxValue),
    };

    /// <summary>Creates an option that is a number from 1 on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its description in help.</param>
    /// <param name="most">The largest value.</param>
    public static Option<int?> Count(string name, string description, int most) => new(name)
    {
        Description = description,
        HelpName = "number",
        CustomParser = result => (int)Number(result, name, 1, (ulong)most),
    };

    /// <summary>Creates an option that is a number from 1 on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">Its description in help.</param>
    /// <param name="most">The largest value.</param>
    /// <param name="omitted">The value if the option is omitted.</param>
    public static Option<int> Count(string name, string description, int most, int omitted) => new(name)
    {
        Description = description,
        HelpName = "number",
        DefaultValueFactory = _ => omitted,
        CustomParser = result => (int)Number(result, name, 1, (ulong)most),
    };

    /// <summary>Parses arguments and runs what they ask for.</summary>
    /// <param name="command">The command, with its options and its action.</param>
    /// <param name="args">The arguments.</param>
    /// <param name="output">Receives help.</param>
    /// <param name="error">Receives the line about a wrong argument.</param>
    /// <returns>The exit code.</returns>
    public static int Invoke(RootCommand command, string[] args, TextWriter output, TextWriter error)
    {
        ParseResult result = command.Parse(args);
        if (result.Errors.Count > 0)
        {
            error.WriteLine($"error: {string.Join(" ", result.Errors.Select(static fault => fault.Message)).ReplaceLineEndings(" ")} (--help lists the options.)");
            return ExitCode.Failure;
        }

        return result.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    private static void RefuseBlanks(Option path) => path.Validators.Add(result =>
    {
        if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            result.AddError($"{path.Name}: expected a path, found nothing.");
    });

    private static ulong Number(ArgumentResult result, string option, ulong least, ulong most)
    {
        string text = result.Tokens[0].Value;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number >= least && number <= most)
            return number;
        result.AddError($"{option}: expected a whole number from {least} to {most}, found '{text}'.");
        return least;
    }
}
