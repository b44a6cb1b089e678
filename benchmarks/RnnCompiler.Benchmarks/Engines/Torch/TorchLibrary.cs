using System.Runtime.CompilerServices;
using TorchSharp;

namespace RnnCompiler.Benchmarks.Engines.Torch;

/// <summary>Whether TorchSharp's native library loads in this process.</summary>
internal static class TorchLibrary
{
    private static readonly Lazy<string?> s_failure = new(static () =>
    {
        try
        {
            Load();
            return null;
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException or NotSupportedException or InvalidOperationException)
        {
            string message = (exception.InnerException ?? exception).Message.Split('\n')[0].Trim();
            return message.Length > 160 ? message[..160] + "…" : message;
        }
    });

    /// <summary>Why it does not load, or null if it does.</summary>
    public static string? Failure => s_failure.Value;

    // A separate method: the initialiser of the type loads the library, and must run inside the try.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Load()
    {
        torch.set_num_threads(1);
        torch.set_num_interop_threads(1);
        using torch.Tensor probe = torch.ones(1);
    }
}
