using System.Security.Cryptography;
using System.Text;

namespace RnnCompiler.Generators.Emission;

/// <summary>Hash of a declaration's text, which weight files store.</summary>
internal static class DeclarationHash
{
    /// <summary>Returns the SHA-256 of the text's UTF-8 bytes, in lower-case hexadecimal.</summary>
    public static string Of(string text)
    {
        using SHA256 hash = SHA256.Create();
        return string.Concat(hash.ComputeHash(Encoding.UTF8.GetBytes(text)).Select(static octet => octet.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
    }
}
