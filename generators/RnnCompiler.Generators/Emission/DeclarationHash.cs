using System.Security.Cryptography;
using System.Text;

namespace RnnCompiler.Generators.Emission;

/// <summary>The hash of a declaration's text, which weight files carry.</summary>
internal static class DeclarationHash
{
    /// <summary>SHA-256 of the text's UTF-8, in lower-case hexadecimal.</summary>
    public static string Of(string text)
    {
        using SHA256 hash = SHA256.Create();
        return string.Concat(hash.ComputeHash(Encoding.UTF8.GetBytes(text)).Select(static octet => octet.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
