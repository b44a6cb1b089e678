using System.Globalization;

namespace RnnCompiler.Compiler.Ir;

/// <summary>Table of spellings, shared by the printer and the parser: operations, roles, names and numbers.</summary>
internal static class IrSpelling
{
    /// <summary>The roles of scan body parameters, in the order of the operands of the scan.</summary>
    public static readonly IReadOnlyList<ParameterRole> BodyRoles = [ParameterRole.Carry, ParameterRole.StepInput, ParameterRole.Invariant];

    private static readonly Dictionary<string, OperationKind> s_kinds = Reverse<OperationKind>(Word);
    private static readonly Dictionary<string, ParameterRole> s_roles = Reverse<ParameterRole>(Word);
    private static readonly Dictionary<string, Initialization> s_initializations = Reverse<Initialization>(Word);

    /// <summary>Gets the word of an operation.</summary>
    public static string Word(OperationKind kind) => OperationTraits.Of(kind).Word;

    /// <summary>Gets the word of a role.</summary>
    public static string Word(ParameterRole role) => role switch
    {
        ParameterRole.Input => "input",
        ParameterRole.PaddingMask => "padding_mask",
        ParameterRole.State => "state",
        ParameterRole.Weight => "weight",
        ParameterRole.Target => "target",
        ParameterRole.Noise => "noise",
        ParameterRole.StepCount => "step_count",
        ParameterRole.Start => "start",
        ParameterRole.LossWeight => "loss_weight",
        ParameterRole.Constant => "number",
        ParameterRole.Residual => "residual",
        ParameterRole.Carry => "carry",
        ParameterRole.StepInput => "step",
        ParameterRole.Invariant => "invariant",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "The role has no spelling."),
    };

    /// <summary>Gets the word of an initialization.</summary>
    public static string Word(Initialization initialization) => initialization switch
    {
        Initialization.Uniform => "uniform",
        Initialization.Normal => "normal",
        Initialization.Constant => "constant",
        Initialization.Identity => "identity",
        Initialization.Orthogonal => "orthogonal",
        _ => throw new ArgumentOutOfRangeException(nameof(initialization), initialization, "The initialization has no spelling."),
    };

    /// <summary>Gets the word of a direction.</summary>
    public static string Word(ScanDirection direction) => direction == ScanDirection.Forward ? "forward" : "reverse";

    /// <summary>Gets the operation with a word, if there is one.</summary>
    public static bool TryKind(string word, out OperationKind kind) => s_kinds.TryGetValue(word, out kind);

    /// <summary>Gets the role with a word, if there is one.</summary>
    public static bool TryRole(string word, out ParameterRole role) => s_roles.TryGetValue(word, out role);

    /// <summary>Gets the initialization with a word, if there is one.</summary>
    public static bool TryInitialization(string word, out Initialization initialization) => s_initializations.TryGetValue(word, out initialization);

    /// <summary>Spells a name: in quotes, unless it consists of ASCII letters, digits, '_' and '.' and starts with no digit.</summary>
    public static string Name(string name)
    {
        return name.Length > 0 && !IsDigit(name[0]) && name.All(IsNameCharacter) ? name : Quoted(name);
    }

    /// <summary>Spells a name in quotes, with everything but printable ASCII escaped.</summary>
    public static string Quoted(string name)
    {
        string escaped = string.Concat(name.Select(static c => c switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            < ' ' or > '~' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
            _ => c.ToString(),
        }));
        return $"\"{escaped}\"";
    }

    /// <summary>Spells a whole number.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Spells a number as the shortest text that parses back to the same bits; all NaNs are spelled <c>nan</c>.</summary>
    public static string Number(double number)
    {
        if (double.IsNaN(number))
            return "nan";
        if (double.IsInfinity(number))
            return number > 0 ? "inf" : "-inf";
        if (number == 0)
            return double.IsNegativeInfinity(1 / number) ? "-0" : "0";

        // On .NET Framework some numbers do not round-trip with "R" (documented at Double.ToString); all do with "G17".
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return double.Parse(text, CultureInfo.InvariantCulture) == number ? text : number.ToString("G17", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether an unquoted name may contain the character.</summary>
    public static bool IsNameCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or '_' or '.' || IsDigit(c);

    /// <summary>Whether the character is an ASCII digit.</summary>
    public static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static Dictionary<string, T> Reverse<T>(Func<T, string> word) =>
        Enum.GetValues(typeof(T)).Cast<T>().ToDictionary(word, StringComparer.Ordinal);
}
